import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, json, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { staticHeaders } from '../fields/staticValues';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateSipRequestToolDto>>;

const main = (creating: boolean): Fields => [
  choice({
    displayName: 'SIP Method',
    name: 'verb',
    path: 'verb',
    default: 'INFO',
    required: creating,
    options: ['INFO', 'MESSAGE', 'NOTIFY'].map((value) => ({ name: value, value })),
  }),
  text({
    displayName: 'Body',
    name: 'body',
    path: 'body',
    rows: 3,
    placeholder: 'e.g. Signal=5',
  }),
];

const more: Fields = [
  json({
    displayName: 'Body (JSON Schema)',
    name: 'bodySchema',
    path: 'body',
    description: 'For a body that the model fills in, instead of the text',
  }),
  staticHeaders('headers'),
  json({
    displayName: 'Headers (JSON Schema)',
    name: 'headersSchema',
    path: 'headers',
    description: 'For headers that the model fills in',
  }),
];

/** Source: OpenAPI CreateSipRequestToolDTO. */
export const sipRequestTool: ToolForm = {
  type: 'sipRequest',
  name: 'SIP Request',
  description: 'Sends a SIP message within the call',
  messages: 'plain',
  main,
  more: [...more, ...optionalFunction],
};
