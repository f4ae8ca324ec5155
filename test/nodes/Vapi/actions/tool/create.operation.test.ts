import type { INodeParameters } from 'n8n-workflow';
import { toolForms } from '../../../../../nodes/Vapi/actions/tool/forms';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { bodySchema, unknownProperties } from '../../../../support/contractSchema';
import { FILLERS, TOOL_CASES } from './cases';

const stage = operationStage('tool', 'create');

const row = (...rows: INodeParameters[]): INodeParameters => ({ row: rows });

it('has a case for every type of tool', () => {
  expect(TOOL_CASES.map(({ toolType }) => toolType).sort()).toEqual(toolForms.map(({ type }) => type).sort());
});

describe.each(TOOL_CASES)('$toolType', ({ toolType, minimal, minimalBody, full, fullBody }) => {
  it('sends what is required, with fillers where the caller waits', async () => {
    expect(await stage.sent({ toolType, ...minimal })).toEqual(minimalBody);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/tool' });
  });

  it('sends everything that is filled in', async () => {
    expect(await stage.sent({ toolType, ...full })).toEqual(fullBody);
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it.each<[string, INodeParameters]>([
      ['with what is required', minimal],
      ['with everything', full],
    ])('is valid %s', async (_, parameters) => {
      const body = await stage.sent({ toolType, ...parameters });
      expect(contractErrors('POST /tool', body as Record<string, unknown>)).toEqual([]);
    });
  });
});

describeWith(contractAvailable(), 'the contract is missing', 'the contract', () => {
  /** In Vapi's docs, not in its OpenAPI: names of tools that have their own, static headers, the SMS sender. */
  const DOCUMENTED = /^(function|metadata|headers[.]properties[.][^.]+[.]value)$/;

  it.each(TOOL_CASES)('knows every property of $toolType', async ({ toolType, full }) => {
    const body = await stage.sent({ toolType, ...full });
    const unknown = unknownProperties(bodySchema('POST /tool'), body);
    expect(unknown.filter((path) => !DOCUMENTED.test(path))).toEqual([]);
  });

  it('would find a property that is not there', () => {
    const body = { type: 'function', server: { url: 'https://a.example.com', timeout: 3 } };
    expect(unknownProperties(bodySchema('POST /tool'), body)).toEqual(['server.timeout']);
  });

  it('is checked against: the validator is awake', () => {
    expect(contractErrors('POST /tool', { type: 'apiRequest', method: 'POST' })).not.toEqual([]);
    expect(contractErrors('POST /tool', { type: 'dtmf', messages: [{ type: 'x' }] })).not.toEqual([]);
  });
});

describe('the messages', () => {
  const named = { toolType: 'function', toolName: 'lookup' };

  it('are left to Vapi when they are switched off', async () => {
    const body = await stage.sent({ ...named, speakWhileWaiting: false, messages: { startMessage: 'x' } });
    expect(body).not.toHaveProperty('messages');
  });

  it.each<[string, INodeParameters, unknown]>([
    [
      'one of them in other words',
      { startMessage: 'Let me see.' },
      [{ type: 'request-start', content: 'Let me see.' }, ...FILLERS.slice(1)],
    ],
    ['one of them taken away', { delayedMessage: '' }, [FILLERS[0], FILLERS[2]]],
    [
      'as JSON instead of all the others',
      { startMessage: 'x', messagesJson: '[{"type": "request-start", "contents": []}]' },
      [{ type: 'request-start', contents: [] }],
    ],
  ])('can be given: %s', async (_, messages, sent) => {
    expect(await stage.sent({ ...named, messages })).toMatchObject({ messages: sent });
  });

  it('of a tool that is over at once are only those that are given', async () => {
    const messages = { startMessage: 'Goodbye!' };
    expect(await stage.sent({ toolType: 'endCall', messages })).toEqual({
      type: 'endCall',
      messages: [{ type: 'request-start', content: 'Goodbye!' }],
    });
  });
});

it('takes parameters of an expression, JSON Schema as an object', async () => {
  const schema = { type: 'object', properties: { when: { type: 'string' } } };
  const body = await stage.sent(
    {
      toolType: 'function',
      toolName: '={{ $json.name }}',
      parametersAs: 'json',
      parametersSchema: '={{ $json.schema }}',
    },
    { items: [{ json: { name: 'lookup', schema } }] },
  );
  expect(body).toMatchObject({ function: { name: 'lookup', parameters: schema } });
});

it('lets the JSON field win, merged at every depth', async () => {
  const body = await stage.sent({
    toolType: 'function',
    toolName: 'lookup',
    serverUrl: 'https://a.example.com',
    additionalFields: { otherFields: '{"server": {"timeoutSeconds": 9}, "newer": true}' },
  });
  expect(body).toMatchObject({ server: { url: 'https://a.example.com', timeoutSeconds: 9 }, newer: true });
});

/** n8n itself finds fields that are empty in the editor. */
const NOTHING = '={{ $json.nothing }}';

describe('bad input', () => {
  const named = { toolType: 'function', toolName: 'lookup' };
  const toNumber = (destination: INodeParameters): INodeParameters => ({
    toolType: 'transferCall',
    transferDestinations: row({ type: 'number', ...destination }),
  });
  const parameter = (name: string): INodeParameters => ({ parameter: [{ name }] });

  it.each<[string, INodeParameters, RegExp]>([
    ['no name', { toolType: 'function', toolName: NOTHING }, /Name is missing/],
    ['a name with a space', { toolType: 'function', toolName: 'book it' }, /"book it" is no name of a tool/],
    ['a long name', { toolType: 'function', toolName: 'x'.repeat(65) }, /is no name of a tool/],
    [
      'a long name of an API request',
      { toolType: 'apiRequest', toolName: 'x'.repeat(41), url: 'https://a.example.com' },
      /is no name of an API request tool/,
    ],
    [
      'a long description',
      { ...named, toolDescription: 'x'.repeat(1000) },
      /Description has 1000 characters/,
    ],
    ['a parameter with a space', { ...named, parameters: parameter('first name') }, /"first name"/],
    [
      'a schema that is a list',
      { ...named, parametersAs: 'json', parametersSchema: '[]' },
      /Parameters \(JSON Schema\) is not a JSON object/,
    ],
    [
      'a schema of a string',
      { ...named, parametersAs: 'json', parametersSchema: '{"type": "string"}' },
      /Parameters is no JSON Schema of type "object"/,
    ],
    [
      'an alias with a dash',
      { ...named, additionalFields: { aliases: row({ key: 'order-id', value: 'x' }) } },
      /"order-id" is no name for a variable/,
    ],
    [
      'a time-out of an hour',
      { ...named, additionalFields: { serverTimeoutSeconds: 3600 } },
      /Server Timeout \(Seconds\) is "3600"/,
    ],
    ['a message that is too long', { ...named, messages: { startMessage: 'x'.repeat(1001) } }, /1001/],
    ['messages that are no list', { ...named, messages: { messagesJson: '{}' } }, /Messages \(JSON\)/],
    ['no URL', { toolType: 'apiRequest', url: NOTHING }, /URL is missing/],
    ['no code', { toolType: 'code', toolName: 'a', code: NOTHING }, /Code is missing/],
    [
      'an environment variable in small letters',
      {
        toolType: 'code',
        toolName: 'a',
        code: 'x',
        additionalFields: { environmentVariables: row({ name: 'key', value: 'v' }) },
      },
      /"key" is no name of an environment variable/,
    ],
    ['no MCP server', { toolType: 'mcp', serverUrl: NOTHING }, /Server URL is missing/],
    ['no knowledge base', { toolType: 'query' }, /Knowledge Bases is missing/],
    [
      'a knowledge base without files',
      { toolType: 'query', knowledgeBases: row({ name: 'a', description: 'b' }) },
      /Files is missing/,
    ],
    ['no destination of a hand-off', { toolType: 'handoff' }, /Destinations is missing/],
    [
      'a hand-off to no assistant',
      { toolType: 'handoff', handoffDestinations: row({ type: 'assistant' }) },
      /Assistant of a destination is missing/,
    ],
    [
      'a hand-off to no squad',
      { toolType: 'handoff', handoffDestinations: row({ type: 'squad' }) },
      /Squad of a destination is missing/,
    ],
    ['a number without a country', toNumber({ number: '555-0123' }), /"555-0123" is not in E.164 format/],
    [
      'a caller ID that is a name',
      toNumber({ number: '+14155550123', options: { callerId: 'Clinic' } }),
      /caller ID "Clinic"/,
    ],
    [
      'a SIP address with a space',
      { toolType: 'transferCall', transferDestinations: row({ type: 'sip', sipUri: 'a b' }) },
      /"a b" is no SIP address/,
    ],
    ['JSON that is none', { toolType: 'endCall', additionalFields: { otherFields: '{' } }, /Other Fields/],
    ['an empty tool', { toolType: 'other', toolJson: '{}' }, /Tool \(JSON\) is missing/],
    ['a tool without a type', { toolType: 'other', toolJson: '{"name": "x"}' }, /type in Tool \(JSON\)/],
    [
      'what an output shows in place of a secret',
      { ...named, additionalFields: { otherFields: '{"server": {"headers": "[redacted]"}}' } },
      /server.headers has \[redacted\]/,
    ],
  ])('is refused before anything is sent: %s', async (_, parameters, message) => {
    const { error } = await stage.run(parameters);
    expect(error?.message).toMatch(message);
    expect((error as { description?: string } | undefined)?.description).toBeTruthy();
    expect(stage.vapi.requests).toHaveLength(0);
  });

  it('goes into the output where the workflow goes on', async () => {
    const items = ['bad name', 'good_name'].map((name) => ({ json: { name } }));
    stage.vapi.reply = () => ({ status: 201, body: { id: IDS.tool, type: 'function' } });
    const run = await stage.run(
      { toolType: 'function', toolName: '={{ $json.name }}', options: { itemsPerSecond: 1000 } },
      { items, continueOnFail: true },
    );
    expect(run.output('Vapi')).toEqual([
      expect.objectContaining({ error: expect.stringContaining('"bad name"') }),
      { id: IDS.tool, type: 'function' },
    ]);
  });
});

describe('the output', () => {
  const stored = {
    id: IDS.tool,
    orgId: 'org',
    type: 'code',
    async: false,
    function: {
      name: 'total',
      description: 'Adds up',
      parameters: { type: 'object', properties: { price: { type: 'number' } } },
    },
    server: { url: 'https://n8n.example.com/webhook/code', headers: { Authorization: 'Bearer s3cret' } },
    parameters: [
      { key: 'apiKey', value: 's3cret' },
      { key: 'callId', value: '{{ call.id }}' },
    ],
    environmentVariables: [{ name: 'API_KEY', value: 's3cret' }],
    createdAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
  };
  const created = { toolType: 'code', toolName: 'total', code: 'x' };

  it('is small and flat', async () => {
    stage.vapi.reply = () => ({ status: 201, body: stored });
    const [item] = (await stage.run(created)).output('Vapi');
    expect(item).toEqual({
      id: IDS.tool,
      type: 'code',
      name: 'total',
      description: 'Adds up',
      url: 'https://n8n.example.com/webhook/code',
      async: false,
      parameters: ['price'],
      createdAt: stored.createdAt,
      updatedAt: stored.updatedAt,
    });
    expect(previewKeys('tool', 'create')).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
  });

  it('is whole on request, without secrets', async () => {
    stage.vapi.reply = () => ({ status: 201, body: stored });
    const [item] = (await stage.run({ ...created, simple: false })).output('Vapi');
    expect(item).toMatchObject({ orgId: 'org', parameters: [{ key: 'apiKey' }, stored.parameters[1]] });
    expect(JSON.stringify(item)).not.toContain('s3cret');
  });

  it('names destinations and files', async () => {
    stage.vapi.reply = () => ({
      body: {
        id: IDS.tool,
        type: 'transferCall',
        destinations: [{ type: 'number', number: '+14155550123' }, { type: 'dynamic' }],
        knowledgeBases: [{ fileIds: ['f1'] }],
      },
    });
    const [item] = (await stage.run({ toolType: 'transferCall' })).output('Vapi');
    expect(item).toMatchObject({ destinations: ['+14155550123', 'dynamic'], fileIds: ['f1'] });
  });
});

it('is never repeated after a failure of Vapi', async () => {
  stage.vapi.reply = () => ({ status: 500, body: { message: 'boom' } });
  const { error } = await stage.run({
    toolType: 'handoff',
    handoffDestinations: row({ squadId: picked(IDS.squad), type: 'squad' }),
  });
  expect(error?.message).toContain('boom');
  expect(stage.vapi.requests).toHaveLength(1);
});
