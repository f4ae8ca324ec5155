import type { Vapi } from '@vapi-ai/server-sdk';
import { text } from '../../../shared/form/fields';
import { updateOne } from '../common/updateOne';
import { callSubject } from './callSubject';
import { simplifyCall } from './simplifyCall';

/** The name is all that Vapi lets be changed. Source: OpenAPI, UpdateCallDTO. */
export const update = updateOne<Vapi.UpdateCallDto>(
  callSubject,
  { action: 'Update a call', description: 'Give a call another name, for your own reference' },
  [
    text({
      displayName: 'Call Name',
      path: 'name',
      maxLength: 40,
      description: 'Up to 40 characters, for your own reference',
    }),
  ],
  simplifyCall,
);
