import fc from 'fast-check';
import { mergeDeep, setAt } from '../../../../nodes/shared/form/merge';

describe('mergeDeep', () => {
  it.each<[string, object, object, object]>([
    [
      'objects at every depth',
      { a: { b: 1, c: { d: 2 } } },
      { a: { c: { e: 3 } } },
      { a: { b: 1, c: { d: 2, e: 3 } } },
    ],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['unsets with null', { a: { b: 1 } }, { a: null }, { a: null }],
    ['replaces a text by an object', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['replaces an object by a text', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
  ])('%s', (_, base, over, expected) => {
    expect(mergeDeep({ ...base }, { ...over })).toEqual(expected);
  });

  it('changes neither side', () => {
    const base = { a: { b: 1 } };
    const over = { a: { c: 2 } };
    mergeDeep(base, over);
    expect([base, over]).toEqual([{ a: { b: 1 } }, { a: { c: 2 } }]);
  });

  it('does not reach into every object', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"bad": 1}, "constructor": {"prototype": {"bad": 1}}}',
    ) as object;
    const merged = mergeDeep({}, { ...hostile, good: 1 });
    setAt(merged, '__proto__.bad', 1);
    expect(merged).toEqual({ good: 1 });
    expect(({} as { bad?: number }).bad).toBeUndefined();
  });

  it('of anything with nothing is the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue()), (object) => {
        expect(mergeDeep(object, {})).toEqual(object);
        expect(mergeDeep({}, object)).toEqual(object);
        expect(mergeDeep(object, object)).toEqual(object);
      }),
    );
  });
});

describe('setAt', () => {
  it.each<[string, object, string, unknown, object]>([
    ['makes the objects on the way', {}, 'a.b.c', 1, { a: { b: { c: 1 } } }],
    ['keeps what is beside it', { a: { x: 1 } }, 'a.b', 2, { a: { x: 1, b: 2 } }],
    [
      'merges an object into the body',
      { a: { x: 1 } },
      '',
      { a: { y: 2 }, z: 3 },
      { a: { x: 1, y: 2 }, z: 3 },
    ],
    ['leaves the body alone for undefined', { a: 1 }, 'a', undefined, { a: 1 }],
    ['keeps null, false and 0', {}, 'a', null, { a: null }],
    ["takes Vapi's own names", {}, 'tools:append', [1], { 'tools:append': [1] }],
  ])('%s', (_, before, path, value, expected) => {
    const body = { ...before };
    setAt(body, path, value);
    expect(body).toEqual(expected);
  });
});
