import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { readVariables, variablesProperties } from '../../../shared/fields/variables';
import { json } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { asObject, compact, type JsonObject } from '../../../shared/protocol/json';
import { checkAssistantPlaceholders, hidingVapi } from '../../../shared/protocol/placeholders';
import { vapiRequest } from '../../../shared/transport';
import { subjectPath, subjectProperty } from '../common/idField';
import type { ItemOperation } from '../../../shared/actions/operation';
import { assistantSubject } from './assistantSubject';
import { savedTools } from './savedTools';

const sourceProperty: INodeProperties = {
  displayName: 'Assistant Is',
  name: 'assistantSource',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Saved in Vapi', value: 'saved' },
    { name: 'Written Here', value: 'json', description: 'A transient assistant as JSON' },
  ],
  default: 'saved',
};

const jsonForm = formFor([
  json({
    displayName: 'Assistant (JSON)',
    name: 'assistantJson',
    path: 'assistant',
    required: true,
    description: 'The fields of an assistant as in the Vapi API, or overrides of one',
    displayOptions: { show: { assistantSource: ['json'] } },
  }),
]);

const toolsProperty: INodeProperties = {
  displayName: 'Include Tools',
  name: 'includeTools',
  type: 'boolean',
  default: true,
  description:
    'Whether to read the tools that the assistant refers to, one request each, and check their texts',
};

const failProperty: INodeProperties = {
  displayName: 'Fail if Missing',
  name: 'failIfMissing',
  type: 'boolean',
  default: false,
  description: 'Whether a placeholder without a variable stops the workflow instead of being listed',
};

export const checkVariables: ItemOperation = {
  option: {
    name: 'Check Variables',
    value: 'checkVariables',
    action: 'Check the variables of an assistant',
    description:
      'Compare the {{placeholders}} in prompt, messages and tools with variables, before a call says nothing in their place',
  },
  properties: [
    sourceProperty,
    { ...subjectProperty(assistantSubject), displayOptions: { show: { assistantSource: ['saved'] } } },
    ...jsonForm.properties,
    ...variablesProperties,
    toolsProperty,
    failProperty,
  ],
  execute: async (context, itemIndex) => {
    const given = readVariables(context, itemIndex);
    const assistant = await readAssistant(context, itemIndex);
    const withTools = context.getNodeParameter('includeTools', itemIndex, true) as boolean;
    const { tools, notFound } = withTools
      ? await savedTools(context, itemIndex, assistant)
      : { tools: {}, notFound: [] };
    const { missing, unused } = checkAssistantPlaceholders({ ...assistant, savedTools: tools }, given);
    if (missing.length > 0 && (context.getNodeParameter('failIfMissing', itemIndex, false) as boolean)) {
      const places = missing.map(({ name, where }) => `${name} (${where})`).join(', ');
      throw fail(context.getNode(), 'VARIABLES_MISSING', places, itemIndex);
    }
    return [
      compact({
        ok: missing.length === 0,
        assistantId: assistant.id,
        assistantName: assistant.name,
        missing,
        unused,
        hidesVapi: hidingVapi(given),
        toolsNotFound: notFound,
      }) as IDataObject,
    ];
  },
};

async function readAssistant(context: IExecuteFunctions, itemIndex: number): Promise<JsonObject> {
  if (context.getNodeParameter('assistantSource', itemIndex, 'saved') === 'json') {
    const assistant = asObject(jsonForm.read(context, itemIndex).assistant);
    if (!isEmptyObject(assistant)) return assistant;
    throw fail(context.getNode(), 'INPUT_MISSING', 'Assistant (JSON)', itemIndex);
  }
  const path = subjectPath(context, itemIndex, assistantSubject);
  return asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
}
