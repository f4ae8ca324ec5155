import { getOne } from '../common/getOne';
import { fileSubject } from './fileSubject';
import { simplifyFile } from './simplifyFile';

/** Source: Vapi API reference, GET /file/{id}. */
export const get = getOne(
  fileSubject,
  { action: 'Get a file', description: 'Get name, size, status and URL of an uploaded file' },
  simplifyFile,
);
