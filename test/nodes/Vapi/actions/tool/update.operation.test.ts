import type { INodeParameters } from 'n8n-workflow';
import { toolForms } from '../../../../../nodes/Vapi/actions/tool/forms';
import { DELAYED_MESSAGE } from '../../../../../nodes/shared/protocol/fillerMessages';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { TOOL_CASES } from './cases';

const stage = operationStage('tool', 'update', { toolId: picked(IDS.tool) });

const STORED = {
  id: IDS.tool,
  type: 'function',
  function: {
    name: 'book',
    description: 'Books',
    parameters: { type: 'object', properties: { old: { type: 'string' } }, required: ['old'] },
  },
  server: {
    url: 'https://old.example.com',
    timeoutSeconds: 30,
    headers: { 'X-Old': '1' },
    backoffPlan: { type: 'fixed', maxRetries: 1, baseDelaySeconds: 1, excludedStatusCodes: [400] },
  },
  messages: [
    { type: 'request-start', content: 'A' },
    { type: 'request-start', content: 'B', conditions: [] },
    { type: 'request-response-delayed', timingMilliseconds: 7000, content: 'Slow.' },
    { type: 'request-complete', content: 'Done.' },
  ],
};

beforeEach(() => {
  stage.vapi.reply = ({ method, body }) => ({
    body: method === 'GET' ? STORED : { ...STORED, ...(body as object) },
  });
});

/** Runs it with a stored tool and gives the body of the change. */
async function changed(parameters: INodeParameters): Promise<unknown> {
  const run = await stage.run({ toolType: 'function', ...parameters });
  expect(run.error?.message).toBeUndefined();
  expect(stage.vapi.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /tool/${IDS.tool}`,
    `PATCH /tool/${IDS.tool}`,
  ]);
  return stage.vapi.requests[1]?.body;
}

it.each<[string, INodeParameters, object]>([
  [
    'a description, with the rest of the function',
    { toolDescription: 'Books a day' },
    { function: { ...STORED.function, description: 'Books a day' } },
  ],
  [
    'a server, of which the time-out stays',
    { serverUrl: 'https://new.example.com' },
    { server: { ...STORED.server, url: 'https://new.example.com' } },
  ],
  [
    'parameters as one thing',
    { parameters: { parameter: [{ name: 'day', type: 'date' }] } },
    {
      function: {
        ...STORED.function,
        parameters: {
          type: 'object',
          properties: { day: { type: 'string', format: 'date' } },
          required: ['day'],
        },
      },
    },
  ],
  [
    'headers and retries as one thing',
    {
      serverHeaders: { row: [{ name: 'X-New', value: '2' }] },
      retries: { values: { type: 'exponential', maxRetries: 5, baseDelaySeconds: 2 } },
    },
    {
      server: {
        ...STORED.server,
        headers: { 'X-New': '2' },
        backoffPlan: { type: 'exponential', maxRetries: 5, baseDelaySeconds: 2 },
      },
    },
  ],
  ['nothing else', { async: true }, { async: true }],
  ['null to remove', { otherFields: '{"server": null}' }, { server: null }],
])('changes %s', async (_, updateFields, body) => {
  expect(await changed({ updateFields })).toEqual({ type: 'function', ...body });
});

it.each<[string, INodeParameters, unknown]>([
  [
    'other words at the start, for all variants',
    { startMessage: 'Hm.' },
    [STORED.messages[2], STORED.messages[3], { type: 'request-start', content: 'Hm.' }],
  ],
  [
    'another delay with the same words',
    { delayedSeconds: 2 },
    [
      STORED.messages[0],
      STORED.messages[1],
      { type: 'request-response-delayed', timingMilliseconds: 2000, content: 'Slow.' },
      STORED.messages[3],
    ],
  ],
  [
    'other words with the same delay',
    { delayedMessage: 'Wait.' },
    [
      STORED.messages[0],
      STORED.messages[1],
      STORED.messages[3],
      { type: 'request-response-delayed', timingMilliseconds: 7000, content: 'Wait.' },
    ],
  ],
  ['one less', { completeMessage: '' }, STORED.messages.slice(0, 3)],
  [
    'an end of the call',
    { endCall: true },
    [
      ...STORED.messages.slice(0, 3),
      { type: 'request-complete', content: 'Done.', endCallAfterSpokenEnabled: true },
    ],
  ],
  ['none', { messagesJson: '[]' }, []],
])('changes messages: %s', async (_, messages, sent) => {
  expect(await changed({ messages })).toEqual({ type: 'function', messages: sent });
});

/** Of which the form has no fields. */
const LANGUAGES = { contents: [{ type: 'text', text: 'Moment.', language: 'de' }] };

it.each<[string, object[], INodeParameters, object[]]>([
  [
    'words at the start, still waited for',
    [{ type: 'request-start', content: 'A', blocking: true }],
    { startMessage: 'B' },
    [{ type: 'request-start', content: 'B', blocking: true }],
  ],
  [
    'words at the start, no longer waited for',
    [{ type: 'request-start', content: 'A', blocking: true }],
    { startMessage: 'B', blocking: false },
    [{ type: 'request-start', content: 'B' }],
  ],
  [
    'waiting for a message in several languages',
    [{ type: 'request-start', ...LANGUAGES }],
    { blocking: true },
    [{ type: 'request-start', ...LANGUAGES, blocking: true }],
  ],
  [
    'words on success, after which the call still ends',
    [{ type: 'request-complete', content: 'A', endCallAfterSpokenEnabled: true }],
    { completeMessage: 'B' },
    [{ type: 'request-complete', content: 'B', endCallAfterSpokenEnabled: true }],
  ],
  [
    'the end of the call after a hint to the model, which is not spoken',
    [{ type: 'request-complete', role: 'system', content: 'A', endCallAfterSpokenEnabled: true }],
    { endCall: false },
    [{ type: 'request-complete', role: 'system', content: 'A', endCallAfterSpokenEnabled: false }],
  ],
  [
    'the first delay of two, in all languages',
    [
      { type: 'request-response-delayed', timingMilliseconds: 3000, ...LANGUAGES },
      { type: 'request-response-delayed', timingMilliseconds: 9000, content: 'Still there?' },
    ],
    { delayedSeconds: 5 },
    [
      { type: 'request-response-delayed', timingMilliseconds: 5000, ...LANGUAGES },
      { type: 'request-response-delayed', timingMilliseconds: 9000, content: 'Still there?' },
    ],
  ],
  [
    'the delay of a message that has none',
    [{ type: 'request-response-delayed', content: 'Slow.' }],
    { delayedSeconds: 5 },
    [{ type: 'request-response-delayed', content: 'Slow.', timingMilliseconds: 5000 }],
  ],
  [
    'the delay of no message',
    [],
    { delayedSeconds: 5 },
    [{ type: 'request-response-delayed', content: DELAYED_MESSAGE, timingMilliseconds: 5000 }],
  ],
])('loses nothing of the messages when it changes %s', async (_, before, messages, sent) => {
  stage.vapi.reply = () => ({ body: { ...STORED, messages: before } });
  expect(await changed({ messages })).toEqual({ type: 'function', messages: sent });
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  /** What is a field of its own when the tool is made is an update field here. */
  const updateOf = ({ toolType, full }: (typeof TOOL_CASES)[number]): INodeParameters => {
    const { messages = {}, additionalFields = {}, parametersAs, ...main } = full;
    void parametersAs;
    return {
      toolType,
      messages,
      ...(toolType === 'other'
        ? main
        : { updateFields: { ...main, ...(additionalFields as INodeParameters) } }),
    };
  };

  it.each(TOOL_CASES)('is valid with everything: $toolType', async (toolCase) => {
    const stored = { id: IDS.tool, type: (toolCase.fullBody as { type: string }).type };
    stage.vapi.reply = () => ({ body: stored });
    const body = await changed(updateOf(toolCase));
    // The messages come without what is the default elsewhere; all else is as it was made.
    expect(body).toEqual(toolCase.fullBody);
    expect(contractErrors('PATCH /tool/{id}', body as Record<string, unknown>)).toEqual([]);
  });

  it('would not be with a wrong type: the validator is awake', () => {
    expect(contractErrors('PATCH /tool/{id}', { type: 'function', async: 'no' })).not.toEqual([]);
  });
});

it('gives the changed tool, small and flat', async () => {
  const run = await stage.run({ toolType: 'function', updateFields: { async: true } });
  const [item] = run.output('Vapi');
  expect(item).toEqual({
    id: IDS.tool,
    type: 'function',
    name: 'book',
    description: 'Books',
    url: 'https://old.example.com',
    async: true,
    parameters: ['old'],
  });
  expect(previewKeys('tool', 'update')).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
});

it('shows no secret of the stored tool', async () => {
  stage.vapi.reply = () => ({ body: { ...STORED, parameters: [{ key: 'k', value: 's3cret' }] } });
  const run = await stage.run({ toolType: 'function', simple: false, updateFields: { async: true } });
  expect(JSON.stringify(run.output('Vapi'))).not.toContain('s3cret');
});

describe('bad input', () => {
  it('is refused before anything is asked: no change', async () => {
    const { error } = await stage.run({ toolType: 'function' });
    expect(error?.message).toMatch(/Update Fields is missing/);
    expect(stage.vapi.requests).toHaveLength(0);
  });

  it('is refused before anything is asked: what an output shows in place of a secret', async () => {
    const otherFields = '{"parameters": [{"key": "a", "value": "[redacted]"}]}';
    const { error } = await stage.run({ toolType: 'function', updateFields: { otherFields } });
    expect(error?.message).toContain('parameters.0.value has [redacted]');
    expect(stage.vapi.requests).toHaveLength(0);
  });

  it.each([
    ['another type', 'apiRequest', 'function', /is of the type Function, not API Request/],
    ['a type without a form', 'function', 'bash', /is of the type Other \(bash\), not Function/],
  ])('changes nothing: %s', async (_, toolType, stored, message) => {
    stage.vapi.reply = () => ({ body: { id: IDS.tool, type: stored } });
    const { error } = await stage.run({ toolType, updateFields: { toolName: 'a' } });
    expect(error?.message).toMatch(message);
    expect(stage.vapi.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('changes nothing: an unknown tool', async () => {
    stage.vapi.reply = () => ({ status: 404, body: { message: 'Tool not found', statusCode: 404 } });
    const { error } = await stage.run({ toolType: 'function', updateFields: { async: true } });
    expect(error?.message).toContain('Tool not found');
    expect(stage.vapi.requests).toHaveLength(1);
  });
});

it('writes no mask over a value that Vapi hides', async () => {
  const server = { url: 'https://a.example.com', headers: { Authorization: '*****' } };
  stage.vapi.reply = () => ({ body: { ...STORED, server } });
  const { error } = await stage.run({ toolType: 'function', updateFields: { serverTimeoutSeconds: 9 } });
  expect(error?.message).toMatch(/stored value of server.headers.Authorization/);
  expect(stage.vapi.requests.map(({ method }) => method)).toEqual(['GET']);

  stage.vapi.requests.length = 0;
  const serverHeaders = { row: [{ name: 'Authorization', value: 'Bearer new' }] };
  expect(await changed({ updateFields: { serverTimeoutSeconds: 9, serverHeaders } })).toEqual({
    type: 'function',
    server: { ...server, timeoutSeconds: 9, headers: { Authorization: 'Bearer new' } },
  });
});

it('sends the type of a tool without a form along', async () => {
  stage.vapi.reply = () => ({ body: { id: IDS.tool, type: 'bash' } });
  const body = await changed({ toolType: 'other', toolJson: '{"server": {"url": "https://a.example.com"}}' });
  expect(body).toEqual({ type: 'bash', server: { url: 'https://a.example.com' } });
});

it('offers messages for every type that has them', () => {
  expect(toolForms.filter(({ messages }) => messages === 'none').map(({ type }) => type)).toEqual([
    'voicemail',
    'other',
  ]);
});
