import { choice } from '../../../shared/form/fields';
import { getMany } from '../common/getMany';
import { PURPOSES } from './purposes';
import { simplifyFile } from './simplifyFile';

/**
 * Vapi gives all files at once. Its OpenAPI wants a purpose, which its own clients leave out (vapi-api.md, a).
 * Source: Vapi API reference, GET /file.
 */
export const getAll = getMany(
  { action: 'Get many files', description: 'List the uploaded files of the organisation' },
  {
    path: '/file',
    style: 'none',
    filters: [choice({ displayName: 'Purpose', path: 'purpose', default: 'assistant', options: PURPOSES })],
    simplify: simplifyFile,
  },
);
