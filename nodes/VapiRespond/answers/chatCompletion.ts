import { asArray, asObject, asText, compact, isObject, type JsonObject } from '../../shared/protocol/json';
import { toText, type AnswerFields } from './answerFields';
import type { RequestAnswerKind } from './answerKind';

/** The turn of the model. Source: OpenAI API reference, chat completions; Vapi docs, custom LLM. */
export const chatCompletion: RequestAnswerKind = {
  option: {
    name: 'Custom LLM: Reply',
    value: 'chatCompletion',
    description: 'What the assistant says next, and the tools it calls',
  },
  properties: [
    {
      displayName: 'Text',
      name: 'replyText',
      type: 'string',
      typeOptions: { rows: 4 },
      default: '={{ $json.output }}',
      description: 'What the assistant says; an AI Agent has it in output',
    },
    {
      displayName: 'Tool Calls',
      name: 'toolCalls',
      type: 'fixedCollection',
      typeOptions: { multipleValues: true, sortable: true },
      default: {},
      placeholder: 'Add Tool Call',
      description: 'Tools of the assistant, such as transferCall or endCall, that Vapi is to run',
      options: [
        {
          displayName: 'Tool Call',
          name: 'call',
          values: [
            {
              displayName: 'Tool Name',
              name: 'name',
              type: 'string',
              default: '',
              placeholder: 'e.g. endCall',
            },
            {
              displayName: 'Arguments (JSON)',
              name: 'parameters',
              type: 'json',
              default: '{}',
            },
          ],
        },
      ],
    },
    {
      displayName: 'Options',
      name: 'chatOptions',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'Finish Reason',
          name: 'finishReason',
          type: 'options',
          options: [
            { name: 'Content Filter', value: 'content_filter' },
            { name: 'Length', value: 'length' },
            { name: 'Stop', value: 'stop' },
          ],
          default: 'stop',
          description: 'Why the reply ends; with tool calls it is always that',
        },
        {
          displayName: 'Tool Calls (JSON)',
          name: 'toolCallsJson',
          type: 'json',
          default: '[]',
          description:
            'A list as a model gives it: { ID, function: { name, arguments } } or { name, arguments } each',
        },
      ],
    },
  ],
  requests: ['chat-completion'],
  body: (fields) => {
    const options = fields.collection('chatOptions');
    const text = fields.text('replyText');
    const toolCalls = [...callsOfRows(fields), ...callsOfJson(fields, options.toolCallsJson)];
    if (text === '' && toolCalls.length === 0) {
      throw fields.fail('ANSWER_EMPTY', 'a reply needs a text or a tool call');
    }
    return compact({
      text: text === '' ? undefined : text,
      toolCalls: toolCalls.length === 0 ? undefined : toolCalls,
      finishReason: asText(options.finishReason),
    });
  },
};

function callsOfRows(fields: AnswerFields): JsonObject[] {
  return asArray(fields.collection('toolCalls').call).map((row) => {
    const { name, parameters } = asObject(row);
    const tool = toText(name);
    if (tool === '') throw fields.fail('INPUT_MISSING', 'Tool Name');
    return { name: tool, arguments: fields.jsonObject(parameters, `Arguments (JSON) of "${tool}"`) };
  });
}

function callsOfJson(fields: AnswerFields, value: unknown): JsonObject[] {
  const label = 'Tool Calls (JSON)';
  if (toText(value) === '') return [];
  const list = fields.json(value, label);
  if (!Array.isArray(list)) throw fields.fail('INPUT_NOT_JSON', `${label}, which must be a list,`);
  return list.map((entry, index) => {
    const call = asObject(entry);
    const called = isObject(call.function) ? call.function : call;
    const name = asText(called.name);
    if (name === undefined) throw fields.fail('INPUT_MISSING', `The name in entry ${index + 1} of ${label}`);
    // `arguments` is a name that n8n's expressions refuse.
    const given = called.arguments ?? called.parameters ?? {};
    const parameters = fields.jsonObject(given, `"arguments" of "${name}" in ${label}`);
    return compact({ id: asText(call.id), name, arguments: parameters });
  });
}
