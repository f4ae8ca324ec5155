import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import type { JsonObject } from '../../../../emulators/vapi/json';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('assistant', 'update', { assistantId: picked(IDS.assistant) });

const STORED = {
  id: IDS.assistant,
  orgId: 'org-1',
  name: 'Receptionist',
  firstMessage: 'Hello',
  model: {
    provider: 'custom-llm',
    url: 'https://llm.example.com/v1',
    model: 'north',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Example' },
    ],
    toolIds: [IDS.tool],
    temperature: 0.2,
  },
  voice: {
    provider: '11labs',
    voiceId: 'sarah',
    stability: 0.4,
    fallbackPlan: { voices: [{ provider: 'openai', voiceId: 'alloy' }] },
  },
  server: { url: 'https://n8n.example.com/webhook/1', headers: { 'X-Key': 'k' }, timeoutSeconds: 20 },
  startSpeakingPlan: { waitSeconds: 0.4, smartEndpointingPlan: { provider: 'livekit', waitFunction: 'x' } },
  transcriber: { provider: 'vapi', language: 'en', keywords: ['North'] },
  createdAt: '2026-11-20T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
};

beforeEach(() => {
  stage.vapi.reply = ({ method, body }) => ({
    body: method === 'GET' ? STORED : { ...STORED, ...(body as object) },
  });
});

/** Method and body of each request, to the assistant alone. */
function asked(): Array<[string, unknown]> {
  return stage.vapi.requests.map(({ method, path, body }) => {
    expect(path).toBe(`/assistant/${IDS.assistant}`);
    return [method, body];
  });
}

const { model, voice, server } = STORED;

const MERGED: Array<[what: string, parameters: INodeParameters, patch: JsonObject]> = [
  ['a setting of the model', { modelOptions: { temperature: 1 } }, { model: { ...model, temperature: 1 } }],
  [
    'the prompt, and keeps the other messages',
    { systemPrompt: 'Be long.' },
    { model: { ...model, messages: [{ role: 'system', content: 'Be long.' }, model.messages[1]] } },
  ],
  [
    'the list of tools whole',
    { modelOptions: { toolIds: { row: [{ id: picked(IDS.file) }] } } },
    { model: { ...model, toolIds: [IDS.file] } },
  ],
  [
    'the provider of the model, and drops what only the old one has',
    { modelProvider: 'openai', modelName: 'gpt-4o' },
    {
      model: {
        provider: 'openai',
        model: 'gpt-4o',
        messages: model.messages,
        toolIds: model.toolIds,
        temperature: 0.2,
      },
    },
  ],
  [
    'the name of a custom LLM, whose URL is stored',
    { modelProvider: 'custom-llm', modelName: 'south' },
    { model: { ...model, model: 'south' } },
  ],
  [
    'the provider of the voice, and keeps its fallbacks',
    { voice: { provider: 'cartesia', voiceId: 'v1' } },
    { voice: { provider: 'cartesia', voiceId: 'v1', fallbackPlan: voice.fallbackPlan } },
  ],
  [
    'to Vapi’s voice, which has no fallbacks',
    { voice: { provider: 'vapi', voiceId: 'Elliot' } },
    { voice: { provider: 'vapi', voiceId: 'Elliot' } },
  ],
  ['the speed of the stored voice', { voice: { speed: 1.1 } }, { voice: { ...voice, speed: 1.1 } }],
  [
    'the URL of the server, and keeps its headers',
    { server: { url: 'https://n8n.example.com/webhook/2' } },
    { server: { ...server, url: 'https://n8n.example.com/webhook/2' } },
  ],
  [
    'the transcriber to several languages, without the one that was set',
    { transcriber: { provider: 'vapi', multilingual: true } },
    { transcriber: { provider: 'vapi', languages: [], keywords: ['North'] } },
  ],
  [
    'the transcriber to one that needs a vocabulary',
    { transcriber: { provider: 'speechmatics', language: 'de' } },
    { transcriber: { provider: 'speechmatics', language: 'de', customVocabulary: [] } },
  ],
  [
    'who judges the end of a sentence',
    { speaking: { smartEndpointing: 'vapi' } },
    { startSpeakingPlan: { waitSeconds: 0.4, smartEndpointingPlan: { provider: 'vapi' } } },
  ],
  [
    'by null in the JSON',
    { more: { additionalFieldsJson: '{ "server": { "headers": null }, "firstMessage": null }' } },
    { server: { url: server.url, timeoutSeconds: 20 }, firstMessage: null },
  ],
  [
    'afresh what is cleared as well',
    { voice: { provider: '11labs', voiceId: 'burt' }, clearFields: ['voice', 'server'], name: 'New' },
    { name: 'New', voice: { provider: '11labs', voiceId: 'burt' }, server: null },
  ],
];

describe('merging', () => {
  it.each(MERGED)('changes %s', async (_, parameters, patch) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toBeUndefined();
    const requests = asked();
    expect(requests.at(-1)).toEqual(['PATCH', patch]);
    expect(requests.slice(0, -1)).toEqual(
      // Only objects have to be read first.
      parameters.clearFields !== undefined ? [] : [['GET', undefined]],
    );
  });

  describeWith(
    contractAvailable(),
    'shared/contract/vapi-contract.json is missing',
    'by the contract',
    () => {
      it.each(MERGED)('sends a valid body for %s', async (_, parameters) => {
        await stage.run(parameters);
        const body = asked().at(-1)?.[1] as JsonObject;
        // Null takes a field away, which the OpenAPI does not say.
        const values = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
        expect(contractErrors('PATCH /assistant/{id}', values)).toEqual([]);
      });

      it('would refuse a wrong one: the validator is awake', () => {
        expect(contractErrors('PATCH /assistant/{id}', { name: 5 })).not.toEqual([]);
      });
    },
  );

  it('reads nothing for plain values and lists', async () => {
    await stage.run({ firstMessage: 'Hi', callEnd: { endCallPhrases: ['goodbye'] } });
    expect(asked()).toEqual([['PATCH', { firstMessage: 'Hi', endCallPhrases: ['goodbye'] }]]);
  });

  it('can be switched off: objects are sent as they are', async () => {
    await stage.run({ merge: false, voice: { provider: 'openai', voiceId: 'alloy' } });
    expect(asked()).toEqual([['PATCH', { voice: { provider: 'openai', voiceId: 'alloy' } }]]);
  });

  it('gives the assistant as it is now', async () => {
    const [output] = (await stage.run({ name: 'New' })).output('Vapi');
    expect(output).toMatchObject({ id: IDS.assistant, name: 'New', voiceId: 'sarah' });
    expect(previewKeys('assistant', 'update')).toEqual(expect.arrayContaining(Object.keys(output ?? {})));
  });
});

describe('bad input', () => {
  it.each<[string, INodeParameters, string, number]>([
    ['nothing to change', {}, 'A field to change is missing', 0],
    [
      'only what cannot be changed',
      { more: { additionalFieldsJson: '{ "id": "x" }' } },
      'A field to change',
      0,
    ],
    [
      'what an output shows in place of a secret',
      { more: { additionalFieldsJson: '{ "server": { "headers": "[redacted]" } }' } },
      'server.headers has [redacted]',
      0,
    ],
    ['no assistant', { assistantId: picked('={{ "" }}'), name: 'New' }, 'Assistant is missing', 0],
    [
      'an object without provider, unmerged',
      { merge: false, voice: { voiceId: 'x' } },
      'Provider of the voice is missing',
      0,
    ],
  ])('is refused: %s', async (_, parameters, message, requests) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toContain(message);
    expect(stage.vapi.requests).toHaveLength(requests);
  });

  it.each([404, 401, 409])('changes nothing when the assistant cannot be read: %d', async (status) => {
    stage.vapi.reply = () => ({ status, body: { message: 'No' } });
    const run = await stage.run({ voice: { speed: 1 } });
    expect(run.error?.message).toContain('No');
    expect(asked().map(([method]) => method)).toEqual(['GET']);
  });

  it('does not write a mask back that Vapi shows instead of a secret', async () => {
    stage.vapi.reply = () => ({
      body: { ...STORED, server: { ...server, headers: { 'X-Key': '********' } } },
    });
    const run = await stage.run({ server: { serverTimeoutSeconds: 5 } });
    expect(run.error?.message).toContain('server.headers.X-Key');
    expect(asked().map(([method]) => method)).toEqual(['GET']);
  });

  it('may give the secret again', async () => {
    stage.vapi.reply = () => ({
      body: { ...STORED, server: { ...server, headers: { 'X-Key': '********' } } },
    });
    await stage.run({ server: { serverHeaders: { row: [{ name: 'X-Key', value: 'new' }] } } });
    expect(asked().at(-1)).toEqual(['PATCH', { server: { ...server, headers: { 'X-Key': 'new' } } }]);
  });
});
