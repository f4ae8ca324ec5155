import { json, text } from '../../../shared/form/fields';
import { outsideDestinations } from '../../../shared/form/destinations';
import { serverFields } from '../../../shared/form/server';
import { variantSection } from '../../../shared/form/variants';
import type { PhoneField } from './numberFields';

/** What numbers of every provider have. Source: OpenAPI CreateVapiPhoneNumberDTO and its siblings. */
export const commonFields: readonly PhoneField[] = [
  variantSection(
    {
      displayName: 'Fallback Destination',
      path: 'fallbackDestination',
      row: 'Destination',
      tagLabel: 'Transfer To',
      description:
        'Where a call goes when nobody is assigned and the server does not answer; without it Vapi hangs up',
    },
    outsideDestinations,
  ),
  json({
    displayName: 'Hooks (JSON)',
    path: 'hooks',
    kind: 'array',
    placeholder: 'e.g. [{ "on": "call.ringing", "do": [{ "type": "say", "exact": "Welcome." }] }]',
    description: 'What happens while it rings (call.ringing) or when a call ends (call.ending)',
  }),
  text({
    displayName: 'Name',
    path: 'name',
    maxLength: 40,
    placeholder: 'e.g. Front desk',
    description: 'For your own reference; up to 40 characters',
  }),
  ...serverFields,
  text({
    displayName: 'Server URL',
    name: 'eventServerUrl',
    path: 'server.url',
    placeholder: 'e.g. https://n8n.example.com/webhook/calls',
    description: 'Where Vapi posts events of calls, if the assistant has no server of its own',
  }),
];

/** Always the last one. */
export const otherFields: PhoneField = json({
  displayName: 'Other Fields (JSON)',
  name: 'otherFields',
  path: '',
  description: 'Anything newer in Vapi, merged last',
});
