import fc from 'fast-check';
import { redactSecrets } from '../../../../nodes/shared/protocol/redact';

const SECRET = 's3cr3t-value-0123';

const NAMES = [
  'twilioAuthToken',
  'twilioApiSecret',
  'twilioApiKey',
  'authToken',
  'apiKey',
  'apiSecret',
  'secret',
  'password',
  'authPassword',
  'token',
  'serverUrlSecret',
  'headers',
  'credentials',
  'websocketCallUrl',
  'openAIKey',
  'ocpApimSubscriptionKey',
  'webhookUrl',
];

it.each(NAMES)('hides %s, whatever its type and however deep it lies', (name) => {
  for (const value of [SECRET, { 'X-Key': SECRET }, [SECRET], 5, true]) {
    const payload = { a: [{ b: { [name]: value } }], [name]: value };
    const copy = redactSecrets(payload);
    expect(JSON.stringify(copy)).not.toContain(SECRET);
    expect(copy).toEqual({ a: [{ b: { [name]: '[redacted]' } }], [name]: '[redacted]' });
  }
});

it('keeps what is no secret, also where the name only resembles one', () => {
  const payload = {
    promptTokens: 12,
    tokens: 3,
    secretary: 'Riley',
    header: 'x',
    list: [1, null, 'x', { deep: [] }],
    apiKey: null,
  };
  expect(redactSecrets(payload)).toEqual(payload);
});

const SCHEMA = {
  type: 'object',
  required: ['token'],
  properties: {
    token: { type: 'string', description: 'From the letter', pattern: 'A.*' },
    headers: { type: ['object', 'null'], properties: { name: { type: 'string' } } },
    credentials: { type: 'array', items: { type: 'string', format: 'uuid' } },
    address: { type: 'object', properties: { secret: { type: 'boolean' } } },
  },
};

it('keeps the names and descriptions of a JSON Schema, also where it asks for a secret', () => {
  const payload = { function: { parameters: SCHEMA }, body: SCHEMA };
  expect(redactSecrets(payload)).toEqual(payload);
});

it.each<[string, unknown]>([
  ['a fixed value', { type: 'string', value: SECRET }],
  ['a default', { type: 'string', default: SECRET }],
  ['a choice', { type: 'string', enum: [SECRET] }],
  ['an example in a list', { type: 'array', items: { type: 'string', examples: [SECRET] } }],
  ['a value further in', { type: 'object', properties: { a: { type: 'string', const: SECRET } } }],
  ['a plain value further in', { type: 'object', properties: { a: SECRET } }],
  ['an object for a description', { type: 'string', description: { a: SECRET } }],
  ['a text', SECRET],
  ['a list', [SECRET]],
  ['an object with another type', { type: 'bearer', value: SECRET }],
  ['an object with a type and more', { type: 'object', Authorization: SECRET }],
])('hides what a JSON Schema holds as a secret: %s', (_, token) => {
  const copy = redactSecrets({ schema: { type: 'object', properties: { token } } });
  expect(JSON.stringify(copy)).not.toContain(SECRET);
  expect(copy).toHaveProperty('schema.properties.token');
});

it.each<[string, object]>([
  ['properties of something else', { properties: { token: { type: 'string' } } }],
  ['properties of another type', { type: 'custom', properties: { headers: { type: 'object' } } }],
])('takes no other object for a JSON Schema: %s', (_, payload) => {
  expect(JSON.stringify(redactSecrets({ payload }))).toContain('":"[redacted]"');
});

it('hides what a tool hands on unseen by the model, wherever the tool is', () => {
  const tools = [
    {
      parameters: [
        { key: 'k', value: SECRET },
        { key: 'id', value: '{{ call.id }}' },
      ],
    },
    { environmentVariables: [{ name: 'KEY', value: SECRET }, null] },
    { type: 'mcp', server: { url: `https://mcp.example.com/${SECRET}/mcp`, timeoutSeconds: 5 } },
    { type: 'function', server: { url: 'https://n8n.example.com/webhook/1' } },
  ];
  const { model } = redactSecrets({ model: { tools } });
  expect(model).toEqual({
    tools: [
      {
        parameters: [
          { key: 'k', value: '[redacted]' },
          { key: 'id', value: '{{ call.id }}' },
        ],
      },
      { environmentVariables: [{ name: 'KEY', value: '[redacted]' }, null] },
      { type: 'mcp', server: { url: 'https://mcp.example.com/[redacted]', timeoutSeconds: 5 } },
      tools[3],
    ],
  });
});

it('does not change what it was given', () => {
  const payload = { server: { secret: SECRET } };
  redactSecrets(payload);
  expect(payload.server.secret).toBe(SECRET);
});

it('keeps no secret of a generated payload, and no other change', () => {
  const leaf = fc.oneof(
    fc.string().map((text) => `plain ${text}`),
    fc.integer(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree')),
      fc.record({ kept: tie('tree'), token: fc.constant(SECRET) }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const copy = JSON.stringify(redactSecrets({ value }));
      expect(copy).not.toContain(SECRET);
      expect(copy).toBe(JSON.stringify({ value }).replaceAll(SECRET, '[redacted]'));
    }),
  );
});

it('stops at a depth that no payload has, instead of exhausting the stack', () => {
  let deep: unknown = 'end';
  for (let n = 0; n < 20_000; n++) deep = [deep];
  expect(JSON.stringify(redactSecrets({ deep }))).toContain('[too deep]');
});

it('hides the token of a server URL that resumes an execution, and leaves signed links to files alone', () => {
  const recording = 'https://storage.test/mono.wav?X-Amz-Signature=abc&signature=def';
  expect(
    redactSecrets({
      assistantOverrides: { server: { url: 'https://n8n.test/webhook-waiting/7/n1?signature=t0ken&a=1' } },
      artifact: { presignedMonoUrl: recording, url: 5 },
    }),
  ).toEqual({
    assistantOverrides: {
      server: { url: 'https://n8n.test/webhook-waiting/7/n1?signature=[redacted]&a=1' },
    },
    artifact: { presignedMonoUrl: recording, url: 5 },
  });
});
