import { Sorted } from '../../../bridge/src/recording/sorted';

describe('Sorted', () => {
  it('is in order, however it was filled', () => {
    for (const keys of ['abcdef', 'fedcba', 'cafdbe', '']) {
      const sorted = new Sorted<{ key: string }>(({ key }) => key);
      const items = [...keys].map((key) => ({ key }));
      for (const item of items) sorted.add(item);
      const inOrder = [...keys].sort();
      expect([...sorted].map(({ key }) => key)).toEqual(inOrder);
      expect([...sorted.backwards()].map(({ key }) => key)).toEqual(inOrder.toReversed());
      expect([...sorted.backwards('d')].map(({ key }) => key).join('')).toBe(keys && 'cba');
      for (const item of items) {
        expect(sorted.delete(item)).toBe(true);
        expect(sorted.delete(item)).toBe(false);
      }
      expect([...sorted]).toEqual([]);
    }
  });
});
