import { getMany } from '../common/getMany';
import { simplifyTool } from './simplifyTool';

/** Source: Vapi API reference, GET /tool. */
export const getAll = getMany(
  { action: 'Get many tools', description: 'Get tools, the newest first' },
  { path: '/tool', style: 'cursor', simplify: simplifyTool },
);
