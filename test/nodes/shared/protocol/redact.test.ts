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
