import { parseFlatted } from './flatted';

describe('parseFlatted', () => {
  it('replaces references, and keeps text, numbers and null', () => {
    const text = JSON.stringify([
      { name: '1', list: '2', n: 3, none: null },
      'Ada',
      ['1', '3'],
      { deep: '1' },
    ]);
    expect(parseFlatted(text)).toEqual({ name: 'Ada', list: ['Ada', { deep: 'Ada' }], n: 3, none: null });
  });

  it('does not take text that looks like a reference for one', () => {
    expect(parseFlatted('[{"digits":"1"},"0"]')).toEqual({ digits: '0' });
  });

  it('follows circles', () => {
    const value = parseFlatted('[{"self":"0","child":"1"},{"parent":"0"}]') as {
      self: unknown;
      child: { parent: unknown };
    };
    expect(value.self).toBe(value);
    expect(value.child.parent).toBe(value);
  });

  it('refuses what is not flattened', () => {
    expect(() => parseFlatted('{"a":1}')).toThrow('must be a non-empty JSON array, but is: {"a":1}');
    expect(() => parseFlatted('[]')).toThrow('must be a non-empty JSON array');
    expect(() => parseFlatted('[{"a":"7"}]')).toThrow('refers to value "7" of 1');
  });
});
