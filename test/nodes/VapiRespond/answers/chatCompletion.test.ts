import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { bodyOf, refusalOf } from '../../../support/engineRespond';

const items: INodeExecutionData[] = [{ json: { output: 'Hello.\nHow can I help?', day: 'Friday' } }];
const kind = (parameters: INodeParameters = {}): INodeParameters => ({
  respondWith: 'chatCompletion',
  ...parameters,
});

it.each<[string, INodeParameters, object]>([
  ['what an AI Agent says, by default', {}, { text: 'Hello.\nHow can I help?' }],
  ['a text', { replyText: '=On {{ $json.day }}.' }, { text: 'On Friday.' }],
  [
    'tool calls of the list alone',
    {
      replyText: '',
      toolCalls: {
        call: [
          { name: 'endCall', parameters: '{}' },
          { name: ' book ', parameters: '={{ { day: $json.day } }}' },
        ],
      },
    },
    {
      toolCalls: [
        { name: 'endCall', arguments: {} },
        { name: 'book', arguments: { day: 'Friday' } },
      ],
    },
  ],
  [
    'tool calls as a model gives them, beside a text',
    {
      chatOptions: {
        finishReason: 'length',
        toolCallsJson: JSON.stringify([
          { id: 'call_1', type: 'function', function: { name: 'book', arguments: '{"day":"Friday"}' } },
          { name: 'endCall' },
          { name: 'sms', parameters: { to: 'desk' } },
        ]),
      },
    },
    {
      text: 'Hello.\nHow can I help?',
      toolCalls: [
        { id: 'call_1', name: 'book', arguments: { day: 'Friday' } },
        { name: 'endCall', arguments: {} },
        { name: 'sms', arguments: { to: 'desk' } },
      ],
      finishReason: 'length',
    },
  ],
])('%s', async (_, parameters, expected) => {
  expect(await bodyOf('chat-completion', kind(parameters), { items })).toEqual(expected);
});

it.each<[string, INodeParameters, string]>([
  ['nothing at all', { replyText: '={{ $json.nothing }}' }, 'a reply needs a text or a tool call'],
  ['a tool call without a name', { toolCalls: { call: [{ name: ' ' }] } }, 'Tool Name is missing'],
  [
    'arguments that are no object',
    { toolCalls: { call: [{ name: 'book', parameters: '[1]' }] } },
    'Arguments (JSON) of "book" is not a JSON object',
  ],
  ['tool calls that are no list', { chatOptions: { toolCallsJson: '{}' } }, 'which must be a list'],
  [
    'an entry without a name',
    { chatOptions: { toolCallsJson: '[{"name": "book"}, {}]' } },
    'The name in entry 2 of Tool Calls (JSON) is missing',
  ],
  [
    'an entry with arguments of another kind',
    { chatOptions: { toolCallsJson: '[{"name": "book", "arguments": [1]}]' } },
    '"arguments" of "book" in Tool Calls (JSON) is not a JSON object',
  ],
])('says what is wrong: %s', async (_, parameters, expected) => {
  expect(await refusalOf('chat-completion', kind(parameters), { items })).toContain(expected);
});
