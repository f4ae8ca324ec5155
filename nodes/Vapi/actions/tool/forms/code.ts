import type { Vapi } from '@vapi-ai/server-sdk';
import { fail } from '../../../../shared/fail';
import { rows } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { flag, number, pick, secretText, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { serverFields } from '../../../../shared/form/server';
import { functionFields } from '../fields/definition';
import { extractionFields } from '../fields/extraction';
import { schemaFields } from '../fields/schema';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateCodeToolDto>>;

/** Source: OpenAPI CreateCodeToolDTO and CodeToolEnvironmentVariable. */
const MAX_CODE = 50_000;
const ENVIRONMENT_NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

const nameText = text({
  displayName: 'Name',
  path: 'name',
  required: true,
  placeholder: 'e.g. API_KEY',
});

const environmentName: Field<'name'> = {
  ...nameText,
  read: (value, place) => {
    const name = String(nameText.read(value, place)).trim();
    if (ENVIRONMENT_NAME.test(name)) return name;
    throw fail(place.node, 'ENVIRONMENT_NAME_INVALID', name, place.itemIndex);
  },
};

const main = (creating: boolean): Fields => [
  ...functionFields(creating),
  ...schemaFields('function.parameters', { plural: 'Parameters', singular: 'Parameter' }, creating),
  text({
    displayName: 'Code',
    name: 'code',
    path: 'code',
    rows: 8,
    required: creating,
    maxLength: MAX_CODE,
    placeholder: 'e.g. return { total: args.price * args.quantity };',
    description: 'TypeScript that Vapi runs; up to 50,000 characters',
  }),
];

const more: Fields = [
  flag({
    displayName: 'Asynchronous',
    name: 'async',
    path: 'async',
    default: true,
    description: 'Whether the assistant goes on without waiting for the result',
  }),
  pick(
    {
      displayName: 'Credential',
      name: 'credentialId',
      path: 'credentialId',
      description: 'Credential in Vapi with the key of Val Town, where the code runs',
    },
    'searchVapiCredentials',
  ),
  rows(
    {
      displayName: 'Environment Variables',
      path: 'environmentVariables',
      row: 'Environment Variable',
      description: 'The code reads them from env',
    },
    [environmentName, secretText({ displayName: 'Value', path: 'value', required: true })],
  ),
  number({
    displayName: 'Timeout (Seconds)',
    path: 'timeoutSeconds',
    default: 10,
    min: 1,
    max: 30,
    description: 'How long the code may run',
  }),
  text({
    displayName: 'Server URL',
    name: 'serverUrl',
    path: 'server.url',
    placeholder: 'e.g. https://n8n.example.com/webhook/code',
  }),
  ...extractionFields,
  ...serverFields,
];

/** Source: OpenAPI CreateCodeToolDTO. */
export const codeTool: ToolForm = {
  type: 'code',
  name: 'Code',
  description: 'Vapi runs TypeScript of yours',
  messages: 'waiting',
  main,
  more,
};
