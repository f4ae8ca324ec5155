import { text } from '../../../shared/form/fields';
import { getMany } from '../common/getMany';
import { simplifyStructuredOutput } from './simplifyStructuredOutput';

/** Source: Vapi API reference, GET /structured-output. */
export const getAll = getMany(
  { action: 'Get many structured outputs', description: 'Get structured outputs, the newest first' },
  {
    path: '/structured-output',
    style: 'page',
    filters: [text({ displayName: 'Name', path: 'name' })],
    simplify: simplifyStructuredOutput,
  },
);
