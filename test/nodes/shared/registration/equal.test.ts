import fc from 'fast-check';
import { includes, isEqual } from '../../../../nodes/shared/registration/equal';

it('every value equals its copy, and what JSON makes of it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const copy: unknown = JSON.parse(JSON.stringify(value));
      expect(isEqual(copy, JSON.parse(JSON.stringify(copy)))).toBe(true);
    }),
  );
});

it.each<[unknown, unknown, boolean, boolean]>([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true],
  [{ a: 1, b: undefined }, { a: 1 }, true, true],
  // Vapi added a default.
  [{ a: 1, strict: false }, { a: 1 }, true, false],
  [{ a: 1 }, { a: 1, strict: false }, false, false],
  [{ a: { b: 1, c: 2 } }, { a: { b: 1 } }, true, false],
  [[{ a: 1, b: 2 }], [{ a: 1 }], true, false],
  [[1, 2], [1], false, false],
  [[1], { 0: 1 }, false, false],
  [{ 0: 1 }, [1], false, false],
  [undefined, { a: undefined }, false, false],
  [null, undefined, false, false],
  [undefined, undefined, true, true],
  ['1', 1, false, false],
])('%j and %j', (actual, written, included, equal) => {
  expect(includes(actual, written)).toBe(included);
  expect(isEqual(actual, written)).toBe(equal);
});
