import { PIECE_BYTES, returnPiece, takePiece } from '../../../bridge/src/recording/pieces';

describe('memory for pieces', () => {
  it('is used again, and by one at a time', () => {
    const first = takePiece(1000);
    const second = takePiece(PIECE_BYTES);
    expect(first.buffer).not.toBe(second.buffer);
    returnPiece(first);
    const third = takePiece(PIECE_BYTES);
    expect(third.buffer).toBe(first.buffer);
    expect(third).toHaveLength(PIECE_BYTES);
    expect(takePiece(10).buffer).not.toBe(first.buffer);
  });

  it('is none but its own', () => {
    const foreign = Buffer.alloc(1000);
    returnPiece(foreign);
    returnPiece(Buffer.allocUnsafeSlow(PIECE_BYTES + 4).subarray(4));
    expect(takePiece(1000).buffer.byteLength).toBe(PIECE_BYTES);
  });
});
