import { interleave, isQuiet, writeLinear } from '../../../bridge/src/recording/pcm';
import { decodeMuLaw, encodeMuLaw } from '../../../bridge/src/relay/codec';

const codes = Buffer.from(Array.from({ length: 256 }, (_, code) => code));

describe('linear samples of mu-law', () => {
  it('are little-endian and those of the codec, for all codes', () => {
    const target = Buffer.alloc(512);
    writeLinear(codes, target);
    for (const code of codes) expect(target.readInt16LE(2 * code)).toBe(decodeMuLaw(code));
  });

  it('lie side by side in stereo', () => {
    const reversed = Buffer.from(codes).reverse();
    // Also where numbers of 32 bits can't be written at once.
    for (const target of [Buffer.alloc(1024), Buffer.alloc(1025).subarray(1)]) {
      interleave(codes, reversed, target);
      for (const code of codes) {
        expect(target.readInt16LE(4 * code)).toBe(decodeMuLaw(code));
        expect(target.readInt16LE(4 * code + 2)).toBe(decodeMuLaw(255 - code));
      }
    }
  });
});

describe('quiet audio', () => {
  it('has nothing above the noise of a line', () => {
    expect(isQuiet(Buffer.from([0xff, 0x7f, encodeMuLaw(300), encodeMuLaw(-300)]))).toBe(true);
    expect(isQuiet(Buffer.from([0xff, encodeMuLaw(500)]))).toBe(false);
    expect(isQuiet(Buffer.from([0xff, encodeMuLaw(-500)]))).toBe(false);
  });
});
