import type { Vapi } from '@vapi-ai/server-sdk';
import { text } from '../../../shared/form/fields';
import { updateOne } from '../common/updateOne';
import { fileSubject } from './fileSubject';
import { simplifyFile } from './simplifyFile';

/** Source: Vapi API reference, PATCH /file/{id}. */
export const update = updateOne<Vapi.UpdateFileDto>(
  fileSubject,
  { action: 'Update a file', description: 'Rename an uploaded file' },
  [
    text({
      displayName: 'Name',
      path: 'name',
      maxLength: 40,
      description: 'For your own reference, up to 40 characters',
    }),
  ],
  simplifyFile,
);
