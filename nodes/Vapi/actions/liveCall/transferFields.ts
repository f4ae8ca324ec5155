import type { Vapi } from '@vapi-ai/server-sdk';
import { group } from '../../../shared/form/collections';
import { spokenBefore } from '../../../shared/form/destinations';
import { onlyWhen, type Field } from '../../../shared/form/field';
import { choice, flag, json, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { defaultCountryFrom, defaultCountryProperty } from '../../../shared/fields/phoneNumber';
import { transferPlan } from './transferPlanFields';

/** Not for Vapi: how the number is read. */
const defaultCountry: Field = {
  path: 'defaultCountry',
  property: defaultCountryProperty,
  read: (value, { node, itemIndex }) => defaultCountryFrom(node, value, itemIndex),
};

/** What may be added; lengths: OpenAPI, TransferDestinationNumber. */
const additional: Field[] = [
  defaultCountry,
  text({
    displayName: 'Caller ID',
    path: 'destination.callerId',
    maxLength: 40,
    placeholder: 'e.g. +14155550100',
    description:
      'What the called party sees: a number that your carrier allows, {{customer.number}} or {{phoneNumber.number}}',
  }),
  { ...spokenBefore, path: 'destination.message' },
  ...onlyWhen({ '/type': ['number'] }, [
    flag({
      displayName: 'E.164 Check',
      path: 'destination.numberE164CheckEnabled',
      default: true,
      description: 'Whether the number has to be in E.164 format. Off for extensions behind a SIP trunk.',
    }),
    text({
      displayName: 'Extension',
      path: 'destination.extension',
      maxLength: 10,
      placeholder: 'e.g. 101',
      description: 'Dialled after the number has answered',
    }),
  ]),
  ...onlyWhen({ '/type': ['sip'] }, [
    json({
      displayName: 'SIP Headers (JSON)',
      path: 'destination.sipHeaders',
      placeholder: 'e.g. { "X-Account": "gold" }',
    }),
  ]),
  json({
    displayName: 'More Fields (JSON)',
    name: 'moreFields',
    path: '',
    description: 'Fields of the message that this form lacks, such as { "destination": { … } }; merged last',
  }),
];

/** The form of a transfer. `defaultCountry` in its body is for the node. */
export const transferForm = formFor<Vapi.ClientInboundMessageTransfer>([
  choice({
    displayName: 'Transfer To',
    path: 'destination.type',
    closed: true,
    default: 'number',
    options: [
      { name: 'Phone Number', value: 'number' },
      { name: 'SIP Address', value: 'sip' },
    ],
  }),
  ...onlyWhen({ type: ['number'] }, [
    text({
      displayName: 'Number to Dial',
      path: 'destination.number',
      required: true,
      placeholder: 'e.g. +14155550123',
      description: 'In E.164 format: plus sign, country code, number',
    }),
  ]),
  ...onlyWhen({ type: ['sip'] }, [
    text({
      displayName: 'SIP Address',
      path: 'destination.sipUri',
      required: true,
      placeholder: 'e.g. sip:support@pbx.example.com',
    }),
  ]),
  text({
    displayName: 'Announcement',
    path: 'content',
    rows: 2,
    placeholder: 'e.g. I am connecting you to support.',
    description: 'What the assistant says first',
  }),
  transferPlan,
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, additional),
]);
