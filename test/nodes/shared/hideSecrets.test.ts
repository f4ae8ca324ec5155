import { inspect } from 'node:util';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { hideSecrets, secretsOf } from '../../../nodes/shared/hideSecrets';

const NODE = { name: 'SIP trunk', type: 'x', typeVersion: 1 } as INode;

/** All that an error holds. */
const shownOf = (error: unknown): string => inspect(error, { depth: 12, showHidden: true });

it.each<[string, unknown, unknown, string[]]>([
  [
    'what was replaced, the longest first',
    { a: 'shown', b: 'one1', c: ['longer'] },
    { a: 'shown' },
    ['longer', 'one1'],
  ],
  ['nothing of what is shown', { a: { b: 'shown' } }, { a: { b: 'shown' } }, []],
  ['nothing that is too short to hide', { a: 'abc', b: 'abcd' }, {}, ['abcd']],
  ['no numbers', { a: 12345 }, {}, []],
])('secrets are %s', (_, value, redacted, secrets) => {
  expect(secretsOf(value, redacted)).toEqual(secrets);
});

const SECRET = 'p"ss wörd&1+2';

describe.each<[string, string]>([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ Password: SECRET })],
  ['in a form', new URLSearchParams({ Password: SECRET }).toString()],
  ['in a URL', `?Password=${encodeURIComponent(SECRET)}`],
])('a secret that is quoted %s', (_, quoted) => {
  it.each<[string, NodeApiError | NodeOperationError]>([
    ['an error of an API', new NodeApiError(NODE, { message: `got ${quoted}` }, { description: quoted })],
    ['an error of a node', new NodeOperationError(NODE, `got ${quoted}`, { description: `fix ${quoted}` })],
  ])('is taken out of %s', (_name, error) => {
    expect(shownOf(error)).toContain('rd');
    hideSecrets(error, [SECRET]);
    expect(shownOf(error)).not.toContain('rd&1');
    expect(shownOf(error)).not.toMatch(/w(ö|%C3%B6)rd/);
    expect(`${error.message} ${error.description}`).toContain('[redacted]');
  });
});

it('that has several lines is taken out line by line', () => {
  const error = new NodeOperationError(NODE, 'got second line of it');
  hideSecrets(error, ['first line of it\nsecond line of it']);
  expect(error.message).toBe('got [redacted]');
});
