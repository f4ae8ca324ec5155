import type { Vapi } from '@vapi-ai/server-sdk';
import { rows } from '../../../shared/form/collections';
import { mapped } from '../../../shared/form/field';
import { json, pick, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';
import { asArray, asObject } from '../../../shared/protocol/json';

/** Other members that a member may hand the call to. Source: OpenAPI TransferDestinationAssistant. */
const destinations = mapped(
  rows({ displayName: 'Hands Over To', path: 'assistantDestinations', row: 'Destination' }, [
    text({
      displayName: 'Assistant Name',
      path: 'assistantName',
      required: true,
      description: 'Name of another member of the squad, exactly as in Vapi',
    }),
    text({
      displayName: 'When',
      path: 'description',
      rows: 2,
      placeholder: 'e.g. The caller wants to change an appointment',
      description: 'Tells the assistant when to hand over',
    }),
    text({
      displayName: 'Message',
      path: 'message',
      placeholder: 'e.g. One moment, I am passing you on.',
      description:
        'Said before the call is handed over. Left out, Vapi says in English that it transfers the call, unless the tool for transfers has messages of its own.',
    }),
  ]),
  (list) => asArray(list).map((destination) => ({ type: 'assistant', ...asObject(destination) })),
);

export const nameField: FieldOf<Vapi.CreateSquadDto> = text({
  displayName: 'Name',
  path: 'name',
  placeholder: 'e.g. Front desk and billing',
});

export const membersField: FieldOf<Vapi.CreateSquadDto> = rows(
  {
    displayName: 'Members',
    path: 'members',
    row: 'Member',
    description: 'The call starts with the first',
  },
  [
    pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
    destinations,
    json({
      displayName: 'Assistant Overrides (JSON)',
      path: 'assistantOverrides',
      description: 'For this member only. Vapi replaces whole objects such as model: send them complete.',
    }),
    json({
      displayName: 'Transient Assistant (JSON)',
      path: 'assistant',
      name: 'transientAssistant',
      description: 'In place of a stored assistant',
    }),
    text({
      displayName: 'Version',
      path: 'assistantVersion',
      placeholder: 'e.g. v3',
      description: 'Pins the member to a version of its assistant',
    }),
  ],
);

export const overridesField: FieldOf<Vapi.CreateSquadDto> = json({
  displayName: 'Overrides for All Members (JSON)',
  path: 'membersOverrides',
  description: 'Settings and variableValues that every member gets',
});

export const otherField: FieldOf<Vapi.CreateSquadDto> = json({
  displayName: 'Other Fields (JSON)',
  path: '',
  name: 'otherFields',
  description: 'Anything newer in Vapi, merged last',
});
