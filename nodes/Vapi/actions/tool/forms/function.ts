import type { Vapi } from '@vapi-ai/server-sdk';
import { flag, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { serverFields } from '../../../../shared/form/server';
import { functionFields } from '../fields/definition';
import { extractionFields } from '../fields/extraction';
import { schemaFields } from '../fields/schema';
import { staticParameters } from '../fields/staticValues';
import type { ToolForm } from './toolForm';

type Fields = ReadonlyArray<FieldOf<Vapi.CreateFunctionToolDto>>;

const main = (creating: boolean): Fields => [
  ...functionFields(creating),
  ...schemaFields('function.parameters', { plural: 'Parameters', singular: 'Parameter' }, creating),
  text({
    displayName: 'Server URL',
    name: 'serverUrl',
    path: 'server.url',
    placeholder: 'e.g. https://n8n.example.com/webhook/book',
    description:
      'Where Vapi posts the call of the tool, such as the URL of a Vapi Tool Trigger; empty for the server of the assistant',
  }),
];

const more: Fields = [
  flag({
    displayName: 'Asynchronous',
    name: 'async',
    path: 'async',
    default: true,
    description: 'Whether the assistant goes on without waiting for the answer of the server',
  }),
  flag({
    displayName: 'Strict',
    name: 'strict',
    path: 'function.strict',
    default: true,
    description: 'Whether the model has to keep to the parameters exactly, where it can',
  }),
  staticParameters,
  ...extractionFields,
  ...serverFields,
];

/** Source: OpenAPI CreateFunctionToolDTO. */
export const functionTool: ToolForm = {
  type: 'function',
  name: 'Function',
  description: 'Vapi posts the call of the tool to a server, such as a Vapi Tool Trigger',
  messages: 'waiting',
  main,
  more,
};
