import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, json, number, pick, text, texts } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { retriesField } from '../../../../shared/form/server';
import { requestFields } from '../fields/definition';
import { extractionFields } from '../fields/extraction';
import { schemaFields } from '../fields/schema';
import { staticHeaders, staticParameters } from '../fields/staticValues';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateApiRequestToolDto>>;

const main = (creating: boolean): Fields => [
  ...requestFields,
  choice({
    displayName: 'Method',
    name: 'method',
    path: 'method',
    default: 'POST',
    required: creating,
    options: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((value) => ({ name: value, value })),
  }),
  text({
    displayName: 'URL',
    name: 'url',
    path: 'url',
    required: creating,
    placeholder: 'e.g. https://api.example.com/orders/{{ orderId }}',
    description: 'Placeholders of Vapi, such as {{ customer.number }}, are filled in when the tool runs',
  }),
  ...schemaFields('body', { plural: 'Body Fields', singular: 'Body Field' }, creating),
];

const more: Fields = [
  pick(
    {
      displayName: 'Credential',
      name: 'credentialId',
      path: 'credentialId',
      description: 'Custom credential in Vapi that the request proves itself with',
    },
    'searchVapiCredentials',
  ),
  texts({
    displayName: 'Encrypted Paths',
    path: 'encryptedPaths',
    button: 'Add Path',
    description: 'Fields of the body that Vapi encrypts, where the credential has an encryption plan',
  }),
  staticHeaders('headers'),
  json({
    displayName: 'Headers (JSON Schema)',
    name: 'headersSchema',
    path: 'headers',
    description: 'For headers that the model fills in',
  }),
  retriesField('backoffPlan'),
  staticParameters,
  number({
    displayName: 'Timeout (Seconds)',
    path: 'timeoutSeconds',
    default: 20,
    min: 1,
    max: 300,
    description: 'How long Vapi waits for an answer; 20 where nothing is set',
  }),
  ...extractionFields,
];

/** Source: OpenAPI CreateApiRequestToolDTO. */
export const apiRequestTool: ToolForm = {
  type: 'apiRequest',
  name: 'API Request',
  description: 'Vapi itself calls a URL with what the model fills in',
  messages: 'waiting',
  main,
  more,
};
