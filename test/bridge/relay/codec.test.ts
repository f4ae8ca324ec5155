import { decodeMuLaw, encodeMuLaw } from '../../../bridge/src/relay/codec';

/** Decoder outputs of ITU-T G.711, table 2a, for the first and last code of each segment, on 14 bits. */
const TABLE: [code: number, value14: number][] = [
  [0x80, 8031],
  [0x8f, 4191],
  [0x90, 3999],
  [0x9f, 2079],
  [0xa0, 1983],
  [0xaf, 1023],
  [0xb0, 975],
  [0xbf, 495],
  [0xc0, 471],
  [0xcf, 231],
  [0xd0, 219],
  [0xdf, 99],
  [0xe0, 93],
  [0xef, 33],
  [0xf0, 30],
  [0xfe, 2],
  [0xff, 0],
];
const codes = Array.from({ length: 256 }, (_, code) => code);

describe('mu-law', () => {
  it.each(TABLE)('reads code %s as the standard does', (code, value14) => {
    expect(decodeMuLaw(code)).toBe(value14 * 4);
    expect(decodeMuLaw(code & 0x7f)).toBe(value14 === 0 ? 0 : -value14 * 4);
  });

  it('encodes what a code stands for as this code', () => {
    // Zero has two codes; the positive one is written.
    for (const code of codes) expect(encodeMuLaw(decodeMuLaw(code))).toBe(code === 0x7f ? 0xff : code);
  });

  it.each([
    [31, 0xef],
    [95, 0xdf],
    [223, 0xcf],
    [479, 0xbf],
    [991, 0xaf],
    [2015, 0x9f],
    [4063, 0x8f],
  ])('changes from one segment to the next at %s, as the standard does (on 14 bits)', (decision, code) => {
    // The decision values of G.711, table 2a, belong to the larger of the two values.
    expect([decision * 4 - 1, decision * 4].map(encodeMuLaw)).toEqual([code + 1, code]);
    expect([1 - decision * 4, -decision * 4].map(encodeMuLaw)).toEqual([(code + 1) & 0x7f, code & 0x7f]);
  });

  it('is off by no more than half a step of the segment', () => {
    for (let sample = -32_124; sample <= 32_124; sample += 7) {
      const step = 8 << Math.max(0, 24 - Math.clz32(Math.abs(sample) + 132));
      expect(Math.abs(decodeMuLaw(encodeMuLaw(sample)) - sample)).toBeLessThanOrEqual(step / 2);
    }
  });

  it('clips what is too loud', () => {
    expect([32_767, 40_000, -32_768, -40_000].map(encodeMuLaw)).toEqual([0x80, 0x80, 0x00, 0x00]);
  });
});
