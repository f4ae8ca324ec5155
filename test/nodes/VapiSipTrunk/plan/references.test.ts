import fc from 'fast-check';
import { fillIn, referencesIn } from '../../../../nodes/VapiSipTrunk/plan/references';

const ids = new Map([
  ['vapi.credential', 'c1'],
  ['twilio.number.+14155550123', 'PN1'],
]);

it.each<[string, unknown, unknown]>([
  ['a text', '/credential/{vapi.credential}', '/credential/c1'],
  ['several in one text', '{vapi.credential}:{vapi.credential}', 'c1:c1'],
  ['a step with a number in its name', 'x{twilio.number.+14155550123}', 'xPN1'],
  ['a step that has yielded nothing', '/v1/Trunks/{twilio.trunk}', '/v1/Trunks/{twilio.trunk}'],
  ['any depth', { a: [{ b: '{vapi.credential}' }, 5, null] }, { a: [{ b: 'c1' }, 5, null] }],
  ['what is no text', true, true],
  ['braces that are no reference', '{} {1} { vapi.credential }', '{} {1} { vapi.credential }'],
])('fills in %s', (_, value, filled) => {
  expect(fillIn(value, ids)).toEqual(filled);
});

it('leaves the value that it was given alone', () => {
  const value = { path: '{vapi.credential}' };
  fillIn(value, ids);
  expect(value).toEqual({ path: '{vapi.credential}' });
});

it('keeps an ID that looks like a reference or like a replacement pattern', () => {
  const odd = new Map([
    ['a', '{b}$1$&'],
    ['b', 'never'],
  ]);
  expect(fillIn('{a}', odd)).toBe('{b}$1$&');
});

it('finds every step that a value waits for', () => {
  expect(referencesIn({ a: ['{x}', { b: '{y.z}/{x}' }], c: 5, d: null })).toEqual(['x', 'y.z', 'x']);
  expect(referencesIn('none')).toEqual([]);
});

it('waits for nothing once all is filled in', () => {
  const text = fc.array(fc.constantFrom('{a}', '{b.c}', 'x', '/', '{', '}')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (value) => {
      const all = new Map(referencesIn(value).map((step) => [step, 'id']));
      expect(referencesIn(fillIn(value, all)).filter((step) => all.has(step) && step !== 'id')).toEqual([]);
    }),
  );
});
