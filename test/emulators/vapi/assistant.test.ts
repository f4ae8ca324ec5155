import { effectiveAssistant, serverOf, subscribedType } from './assistant';

const NONE = { assistant: () => undefined, squad: () => undefined, tool: () => undefined };

describe('who talks', () => {
  it('is the stored assistant with overrides field by field; null is dropped', () => {
    const stored = { name: 'Front desk', firstMessage: 'Hi', model: { provider: 'openai', temperature: 1 } };
    const talker = effectiveAssistant(
      {
        assistantId: 'a',
        assistantOverrides: {
          firstMessage: null,
          model: { provider: 'groq' },
          variableValues: { name: 'Dana' },
          'tools:append': [{ type: 'endCall' }],
        },
      },
      { ...NONE, assistant: (id) => (id === 'a' ? stored : undefined) },
    );
    expect(talker).toEqual({
      id: 'a',
      body: { name: 'Front desk', firstMessage: 'Hi', model: { provider: 'groq' } },
      tools: [{ type: 'endCall' }],
      variableValues: { name: 'Dana' },
      problems: [],
    });
  });

  it('is a squad’s first member; later overrides win, variables merge', () => {
    const talker = effectiveAssistant(
      {
        squad: {
          members: [
            {
              assistant: { name: 'One', voicemailMessage: 'base', endCallMessage: 'base' },
              assistantOverrides: { name: 'Member', variableValues: { a: 1, b: 1 } },
            },
            { assistant: { name: 'Two' } },
          ],
          membersOverrides: { endCallMessage: 'squad', variableValues: { b: 2 } },
        },
        squadOverrides: { endCallMessage: 'call' },
      },
      NONE,
    );
    expect(talker.body).toEqual({ name: 'Member', voicemailMessage: 'base', endCallMessage: 'call' });
    expect(talker.variableValues).toEqual({ a: 1, b: 2 });
  });

  it('is nobody for a stored squad, which is told', () => {
    const talker = effectiveAssistant({ squadId: 's' }, NONE);
    expect(talker.body).toEqual({});
    expect(talker.problems).toEqual(["squadId s doesn't exist, nobody talks."]);
  });
});

describe('servers and subscriptions', () => {
  it('reads server, or the legacy pair; one without a URL is none', () => {
    expect(serverOf({ server: { url: 'https://n8n.test/a' } })).toEqual({ url: 'https://n8n.test/a' });
    expect(serverOf({ serverUrl: 'https://n8n.test/b', serverUrlSecret: 's' })).toEqual({
      url: 'https://n8n.test/b',
      secret: 's',
    });
    expect(serverOf({ server: { timeoutSeconds: 5 } })).toBeUndefined();
  });

  it('has Vapi’s defaults, which a list replaces', () => {
    expect(subscribedType({}, 'serverMessages', 'tool-calls')).toBe('tool-calls');
    expect(subscribedType({}, 'serverMessages', 'transcript')).toBeUndefined();
    expect(subscribedType({}, 'clientMessages', 'transcript')).toBe('transcript');
    expect(subscribedType({ serverMessages: ['hang'] }, 'serverMessages', 'tool-calls')).toBeUndefined();
  });
});
