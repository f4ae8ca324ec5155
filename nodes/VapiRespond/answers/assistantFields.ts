import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { isObject, type JsonObject } from '../../shared/protocol/json';
import { pickedId, picker } from '../../shared/fields/picker';
import { readVariables, variablesProperty } from '../../shared/fields/variables';
import { shownFor, type AnswerFields } from './answerFields';

/** Choices of the field `target` that name who talks. */
export const assistantTargets: INodePropertyOptions[] = [
  {
    name: 'Assistant Written Here',
    value: 'transient',
    description: 'An assistant as JSON, for this call only',
  },
  { name: 'Saved Assistant', value: 'assistant' },
  { name: 'Saved Squad', value: 'squad' },
];

/** For requests out of a running call: another assistant of its squad, which is known by its name. */
export const memberTarget: INodePropertyOptions = {
  name: 'Assistant of the Squad',
  value: 'member',
  description: 'Another assistant of the squad that the call runs on',
};

const TALKING = assistantTargets.map(({ value }) => String(value));

export const memberProperty: INodeProperties = {
  displayName: 'Assistant Name',
  name: 'assistantName',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. Billing',
  description: 'Name of the assistant as it is in the squad',
  displayOptions: { show: { target: ['member'] } },
};

/** Who talks, and what is different for this call. */
export const assistantProperties: INodeProperties[] = [
  shownFor(
    picker(
      {
        displayName: 'Assistant',
        name: 'assistantId',
        required: true,
        description: 'The list needs the Vapi API credential of this node; an ID does not',
      },
      'searchAssistants',
    ),
    'target',
    ['assistant'],
  ),
  {
    displayName: 'Assistant (JSON)',
    name: 'assistantJson',
    type: 'json',
    required: true,
    default: '{}',
    description: 'The fields of an assistant as in the Vapi API: model, voice, transcriber, firstMessage …',
    displayOptions: { show: { target: ['transient'] } },
  },
  {
    displayName: 'Squad ID',
    name: 'squadId',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. 3e25960a-79db-4d1a-8a1b-2f4b8d3f0e77',
    displayOptions: { show: { target: ['squad'] } },
  },
  shownFor(variablesProperty, 'target', [...TALKING, 'member']),
];

/** Entry of an options collection beside {@link assistantProperties}. */
export const overridesOption: INodeProperties = {
  displayName: 'Overrides (JSON)',
  name: 'overrides',
  type: 'json',
  default: '{}',
  description:
    'Other fields of the assistant for this call. Vapi replaces whole objects such as model: send them complete. The variables above are merged in.',
};

/** A collection of options for answers that name an assistant. */
export function assistantOptions(options: INodeProperties[] = []): INodeProperties {
  return {
    displayName: 'Options',
    name: 'assistantOptions',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [...options, overridesOption].sort((a, b) => a.displayName.localeCompare(b.displayName)),
    displayOptions: { show: { target: TALKING } },
  };
}

/**
 * Who talks, as Vapi names it in all its bodies: `assistantId`, `assistant`, `assistantName` or `squadId`, with `assistantOverrides` or
 * `squadOverrides` if there is anything in them. Source: Vapi API reference, POST /call and assistant-request.
 *
 * @param options name of the collection that has {@link overridesOption}
 */
export function whoTalks(fields: AnswerFields, options = 'assistantOptions'): JsonObject {
  const overrides = readOverrides(fields, fields.collection(options));
  const given = Object.keys(overrides).length > 0;
  switch (fields.text('target')) {
    case 'squad':
      return {
        squadId: fields.requiredText('squadId', 'Squad ID'),
        ...(given ? { squadOverrides: overrides } : {}),
      };
    case 'transient': {
      const assistant = fields.jsonObject(fields.value('assistantJson'), 'Assistant (JSON)');
      if (Object.keys(assistant).length === 0) throw fields.fail('INPUT_MISSING', 'Assistant (JSON)');
      return { assistant, ...(given ? { assistantOverrides: overrides } : {}) };
    }
    case 'member':
      return { ...memberName(fields), ...(given ? { assistantOverrides: overrides } : {}) };
    default:
      return {
        assistantId: pickedId(fields.context, 'assistantId', fields.itemIndex, 'Assistant'),
        ...(given ? { assistantOverrides: overrides } : {}),
      };
  }
}

export function memberName(fields: AnswerFields): { assistantName: string } {
  return { assistantName: fields.requiredText('assistantName', 'Assistant Name') };
}

function readOverrides(fields: AnswerFields, options: JsonObject): JsonObject {
  const overrides = fields.jsonObject(options.overrides, 'Overrides (JSON)');
  const variableValues = {
    ...(isObject(overrides.variableValues) ? overrides.variableValues : {}),
    ...readVariables(fields.context, fields.itemIndex),
  };
  return Object.keys(variableValues).length > 0 ? { ...overrides, variableValues } : overrides;
}
