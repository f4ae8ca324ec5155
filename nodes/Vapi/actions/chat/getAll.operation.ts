import { pick } from '../../../shared/form/fields';
import { getMany } from '../common/getMany';
import { simplifyChat } from './simplifyChat';

/** Source: Vapi API reference, GET /chat. */
export const getAll = getMany(
  { action: 'Get many chats', description: 'List chats with the answer and the cost of each' },
  {
    path: '/chat',
    style: 'page',
    pageSize: 100,
    filters: [
      pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
      pick({ displayName: 'Previous Chat', path: 'previousChatId' }, 'searchChats'),
      pick({ displayName: 'Session', path: 'sessionId' }, 'searchSessions'),
      pick({ displayName: 'Squad', path: 'squadId' }, 'searchSquads'),
    ],
    simplify: simplifyChat,
  },
);
