import { getOne } from '../common/getOne';
import { chatSubject } from './chatSubject';
import { simplifyChat } from './simplifyChat';

/** Source: Vapi API reference, GET /chat/{id}. */
export const get = getOne(
  chatSubject,
  { action: 'Get a chat', description: 'Get the answer and the cost of a chat' },
  simplifyChat,
);
