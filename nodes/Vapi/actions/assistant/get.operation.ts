import { getOne } from '../common/getOne';
import { assistantSubject } from './assistantSubject';
import { simplifyAssistant } from './simplifyAssistant';

export const get = getOne(
  assistantSubject,
  { action: 'Get an assistant', description: 'Read an assistant with its model, prompt, voice and plans' },
  simplifyAssistant,
);
