import { parseRange } from '../../../bridge/src/recording/range';

describe('the range of a request', () => {
  it.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['Bytes= 5-5', { start: 5, end: 5 }],
  ])('%s', (header, range) => expect(parseRange(header, 100)).toEqual(range));

  it.each([undefined, '', 'bytes=', 'bytes=-', 'bytes=9-1', 'bytes=0-1,5-6', 'items=0-1', 'bytes=a-b'])(
    'is everything when it is %s',
    (header) => expect(parseRange(header, 100)).toBeUndefined(),
  );

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s has nothing in it', (header) =>
    expect(parseRange(header, 100)).toBe('unsatisfiable'),
  );
});
