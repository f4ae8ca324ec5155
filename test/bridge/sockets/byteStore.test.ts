import fc from 'fast-check';
import { ByteStore } from '../../../bridge/src/sockets/byteStore';

describe('ByteStore', () => {
  it('gives back in one what came in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (pieces) => {
        const store = new ByteStore();
        for (const piece of pieces) {
          // With other bytes around, which are not meant.
          store.append(Buffer.concat([Buffer.from('<<'), piece, Buffer.from('>')]), 2, 2 + piece.length);
        }
        expect(store.bytes).toEqual(Buffer.concat(pieces));
        expect(store.length).toBe(store.bytes.length);
      }),
    );
  });

  it('keeps a copy, and a view of it stays valid when the store is cleared', () => {
    const store = new ByteStore();
    const source = Buffer.from('abc');
    store.append(source, 0, 3);
    source.fill(0);
    const bytes = store.bytes;
    store.clear();
    store.append(Buffer.from('xyz'), 0, 3);
    expect(bytes.toString()).toBe('abc');
    expect(store.bytes.toString()).toBe('xyz');
  });

  it('is empty at first, and when cleared', () => {
    const store = new ByteStore();
    expect(store.bytes).toHaveLength(0);
    store.append(Buffer.from('abc'), 0, 3);
    store.clear();
    expect(store.length).toBe(0);
    expect(store.bytes).toHaveLength(0);
  });
});
