import { pointAtServer, serverOf } from '../../../../nodes/Vapi/waiting/oldServer';

const OLD = { url: 'https://old.example', credentialId: 'c', timeoutSeconds: 30 };
const MODEL = { provider: 'openai', model: 'gpt-4o', temperature: 0 };
const BOOK = { type: 'function', function: { name: 'book' } };

describe('a server that was there', () => {
  it.each([
    ['with all it has', { server: OLD }, OLD],
    ['without what is not set', { server: { ...OLD, headers: null, backoffPlan: null } }, OLD],
    [
      'in the older form',
      { serverUrl: 'https://old.example', serverUrlSecret: 's' },
      { url: 'https://old.example', headers: { 'X-Vapi-Secret': 's' } },
    ],
    [
      'with a secret beside headers, of which its own go before',
      { server: { url: 'https://old.example', secret: 's', headers: { 'X-Own': '1' } } },
      { url: 'https://old.example', headers: { 'X-Vapi-Secret': 's', 'X-Own': '1' } },
    ],
    ['is none without a URL', { server: { timeoutSeconds: 5 } }, undefined],
    ['is none at all', {}, undefined],
  ])('%s', (_, owner, wanted) => {
    expect(serverOf(owner)).toEqual(wanted);
  });
});

describe('everything that has no server of its own', () => {
  it('gets the old one, in a model that is complete', () => {
    const own = { ...BOOK, server: { url: 'https://own.example' } };
    const overrides = pointAtServer(
      {
        assistant: {
          model: {
            ...MODEL,
            tools: [BOOK, own],
            toolIds: ['t1', 't2'],
            knowledgeBase: null,
            maxTokens: null,
          },
        },
        tools: [
          { source: 'model.tools', tool: BOOK },
          { source: 'model.tools', tool: own },
          {
            source: 'model.toolIds',
            tool: { ...BOOK, id: 't1', orgId: 'o', latestVersion: 'v2', async: true },
          },
          { source: 'model.toolIds', tool: { ...own, id: 't2' } },
        ],
      },
      OLD,
    );
    expect(overrides).toEqual({
      model: {
        ...MODEL,
        tools: [{ ...BOOK, server: OLD }, own, { ...BOOK, async: true, server: OLD }],
        toolIds: ['t2'],
      },
    });
  });

  it('keeps what a tool says of its requests', () => {
    const tool = { ...BOOK, server: { timeoutSeconds: 5, url: '' } };
    const talker = { assistant: { model: { ...MODEL, tools: [tool] } }, tools: [] };
    expect(pointAtServer(talker, OLD)).toMatchObject({
      model: { tools: [{ server: { ...OLD, timeoutSeconds: 5 } }] },
    });
  });

  it('has it also among appended tools, hand-offs, endpointing and knowledge', () => {
    const dynamic = { type: 'dynamic', description: 'somebody' };
    const fixed = { type: 'assistant', assistantId: 'a' };
    const overrides = pointAtServer(
      {
        assistant: {
          'tools:append': [BOOK],
          model: {
            ...MODEL,
            tools: [{ type: 'handoff', destinations: [fixed, dynamic] }],
            knowledgeBase: { provider: 'custom-knowledge-base' },
          },
          startSpeakingPlan: {
            waitSeconds: 1,
            smartEndpointingPlan: { provider: 'custom-endpointing-model' },
          },
        },
        tools: [],
      },
      OLD,
    );
    expect(overrides).toEqual({
      'tools:append': [{ ...BOOK, server: OLD }],
      model: {
        ...MODEL,
        tools: [{ type: 'handoff', destinations: [fixed, { ...dynamic, server: OLD }] }],
        knowledgeBase: { provider: 'custom-knowledge-base', server: OLD },
      },
      startSpeakingPlan: {
        waitSeconds: 1,
        smartEndpointingPlan: { provider: 'custom-endpointing-model', server: OLD },
      },
    });
  });

  it('changes nothing that it was given', () => {
    const talker = { assistant: { model: { ...MODEL, tools: [BOOK] } }, tools: [] };
    const before = structuredClone(talker);
    pointAtServer(talker, OLD);
    expect(talker).toEqual(before);
  });
});
