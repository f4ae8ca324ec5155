import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import type { JsonObject } from '../../../../emulators/vapi/json';
import { IDS, operationStage, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { MAPPED } from './createBodies';

const stage = operationStage('assistant', 'create', { name: 'Receptionist', modelName: 'gpt-4o' });

describe('the request', () => {
  it.each(MAPPED)('holds %s', async (_, parameters, body) => {
    expect(await stage.sent(parameters)).toEqual({ name: 'Receptionist', ...body });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/assistant' });
  });

  describeWith(
    contractAvailable(),
    'shared/contract/vapi-contract.json is missing',
    'by the contract',
    () => {
      it.each(MAPPED)('is valid: %s', async (_, parameters) => {
        expect(contractErrors('POST /assistant', (await stage.sent(parameters)) as JsonObject)).toEqual([]);
      });
    },
  );
});

/** n8n itself refuses what is empty already in the editor. */
const NOTHING = '={{ "" }}';

describe('bad input', () => {
  it.each<[string, INodeParameters, string]>([
    ['nothing at all', { name: '', modelProvider: 'unset' }, 'Name is missing'],
    ['a long name', { name: 'x'.repeat(41) }, 'Name has 41 characters, at most 40 are possible'],
    [
      'a custom LLM without URL',
      { modelProvider: 'custom-llm', customLlmUrl: NOTHING, modelName: 'x' },
      'Custom LLM URL is missing',
    ],
    ['a provider without model', { modelProvider: 'anthropic', modelName: NOTHING }, 'Model is missing'],
    ['a voice without provider', { voice: { voiceId: 'x' } }, 'Provider of the voice is missing'],
    [
      'several languages where one is possible',
      multilingual('azure'),
      'The transcriber of Azure understands one',
    ],
    ['several languages of nobody', { transcriber: { multilingual: true } }, 'Provider of the transcriber'],
    [
      'a wish beyond the range',
      { speaking: { voiceSeconds: 2 } },
      '"2", but has to be a number from 0 to 0.5',
    ],
    ['JSON that is none', { more: { hooks: '{ "on": 1 }' } }, 'Hooks (JSON) is not a JSON list'],
    [
      'a broken object',
      { more: { additionalFieldsJson: '{' } },
      'Additional Fields (JSON) is not a JSON object',
    ],
    [
      'what an output shows in place of a secret',
      {
        more: {
          additionalFieldsJson:
            '{ "model": { "tools": [{ "type": "mcp", "server": { "headers": "[redacted]" } }] } }',
        },
      },
      'model.tools.0.server.headers has [redacted]',
    ],
    [
      'a wrong status code',
      { server: { retries: { values: { excludedStatusCodes: ['4xx'] } } } },
      'Not Repeated For has "4xx", but takes status codes from 100 to 599, one a row',
    ],
  ])('is refused before anything is sent: %s', async (_, parameters, message) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toContain(message);
    expect(run.error?.description).toMatch(/\w/);
    expect(stage.vapi.requests).toEqual([]);
  });

  it('is not sent twice when Vapi fails, and the error item says how to check', async () => {
    stage.vapi.reply = () => ({ status: 500, body: { message: 'Internal server error' } });
    const run = await stage.run({}, { continueOnFail: true });
    expect(stage.vapi.requests).toHaveLength(1);
    expect(run.output('Vapi')).toEqual([
      {
        error: expect.stringContaining('Internal server error'),
        details: expect.stringContaining('Check with Get Many'),
      },
    ]);
  });
});

function multilingual(provider: string): INodeParameters {
  return { transcriber: { provider, multilingual: true } };
}

describe('the output', () => {
  const STORED = {
    id: IDS.assistant,
    orgId: 'org-1',
    name: 'Receptionist',
    model: {
      provider: 'openai',
      model: 'gpt-4o',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'system', content: 'Be brief.' },
      ],
      toolIds: [IDS.tool],
      tools: [
        { type: 'function', parameters: [{ key: 'crmKey', value: 's3cr3t' }] },
        { type: 'mcp', server: { url: 'https://mcp.example.com/s3cr3t' } },
      ],
    },
    voice: { provider: '11labs', voiceId: 'sarah' },
    transcriber: { provider: 'deepgram', model: 'nova-3', language: 'multi' },
    firstMessage: 'Hello',
    server: { url: 'https://n8n.example.com/webhook/1', headers: { 'X-Key': 's3cr3t' } },
    credentials: [{ provider: 'openai', apiKey: 's3cr3t' }],
    createdAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
  };

  it('is small and flat, as the output preview promises', async () => {
    stage.vapi.reply = () => ({ status: 201, body: STORED });
    const [output] = (await stage.run()).output('Vapi');
    expect(output).toEqual({
      id: IDS.assistant,
      name: 'Receptionist',
      modelProvider: 'openai',
      model: 'gpt-4o',
      voiceProvider: '11labs',
      voiceId: 'sarah',
      transcriberProvider: 'deepgram',
      transcriberModel: 'nova-3',
      language: 'multi',
      firstMessage: 'Hello',
      systemPrompt: 'Be brief.',
      toolIds: [IDS.tool],
      serverUrl: 'https://n8n.example.com/webhook/1',
      createdAt: '2026-11-20T10:00:00.000Z',
      updatedAt: '2026-11-20T10:00:00.000Z',
    });
    expect(previewKeys('assistant', 'create')).toEqual(Object.keys(output ?? {}));
  });

  it('is everything but secrets on request', async () => {
    stage.vapi.reply = () => ({ status: 201, body: STORED });
    const [output] = (await stage.run({ simple: false })).output('Vapi');
    expect(output).toMatchObject({ orgId: 'org-1', voice: { voiceId: 'sarah' } });
    expect(JSON.stringify(output)).not.toContain('s3cr3t');
  });

  it('has no keys for what an assistant lacks', async () => {
    stage.vapi.reply = () => ({ status: 201, body: { id: IDS.assistant, model: { toolIds: null } } });
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.assistant }]);
  });
});
