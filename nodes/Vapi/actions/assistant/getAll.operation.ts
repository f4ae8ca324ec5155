import { getMany } from '../common/getMany';
import { simplifyAssistant } from './simplifyAssistant';

/** Prompts are long: fewer at a time than Vapi would give. */
const PAGE_SIZE = 100;

export const getAll = getMany(
  { action: 'Get many assistants', description: 'List the assistants of the organisation' },
  { path: '/assistant', style: 'cursor', pageSize: PAGE_SIZE, simplify: simplifyAssistant },
);
