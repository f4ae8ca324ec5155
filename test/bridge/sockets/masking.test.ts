import fc from 'fast-check';
import { applyMask, maskingKey } from '../../../bridge/src/sockets/masking';

/** RFC 6455, 5.3, word for word. */
const masked = (bytes: Uint8Array, key: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeInt32BE(key | 0);
  return Buffer.from(bytes.map((byte, index) => byte ^ octets[index % 4]!));
};

describe('applyMask', () => {
  it('masks the example of RFC 6455, 5.7', () => {
    const bytes = Buffer.from('Hello');
    applyMask(bytes, 0, bytes.length, 0x37fa213d);
    expect(bytes.toString('hex')).toBe('7f9f4d5158');
  });

  it('masks as the standard says, of any length, at any place, and touches nothing else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer(),
        fc.nat({ max: 9 }),
        fc.nat({ max: 9 }),
        (payload, key, before, after) => {
          const bytes = Buffer.concat([Buffer.alloc(before, 1), payload, Buffer.alloc(after, 2)]);
          applyMask(bytes, before, before + payload.length, key);
          expect(bytes).toEqual(
            Buffer.concat([Buffer.alloc(before, 1), masked(payload, key), Buffer.alloc(after, 2)]),
          );
        },
      ),
    );
  });
});

describe('maskingKey', () => {
  it('is another one each time', () => {
    const keys = new Set(Array.from({ length: 5000 }, maskingKey));
    expect(keys.size).toBeGreaterThan(4990);
  });
});
