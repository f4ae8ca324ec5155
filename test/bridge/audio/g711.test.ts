import { A_LAW_TO_LINEAR, aLawOf, MU_LAW_TO_LINEAR, muLawOf } from '../../../bridge/src/audio/g711';

/**
 * The two laws as the tables of ITU-T G.711 have them: the decision values of the positive half, from which everything
 * else follows. The implementation computes with segments and shifts instead.
 */
interface Law {
  /** Intervals of the positive half in their order: `count` of them, each `width` wide, on 16 bits. */
  steps: readonly { count: number; width: number }[];
  /** Codes are sent with these bits inverted, and with the sign bit set for what is positive before that. */
  inverted: number;
  /** What is sent for zero and the values around it. */
  isZeroExact: boolean;
}

/** Table 2a: 14 bits, which are 4 of our units each. The first interval is half as wide, since its value is zero. */
const MU_LAW: Law = {
  steps: [
    { count: 1, width: 4 },
    { count: 15, width: 8 },
    ...[16, 32, 64, 128, 256, 512, 1024].map((width) => ({ count: 16, width })),
  ],
  inverted: 0x7f,
  isZeroExact: true,
};

/** Table 1a: 13 bits, which are 8 of our units each. */
const A_LAW: Law = {
  steps: [{ count: 32, width: 16 }, ...[32, 64, 128, 256, 512, 1024].map((width) => ({ count: 16, width }))],
  inverted: 0x55,
  isZeroExact: false,
};

/** The lower bounds of the intervals, and the end of the last. */
function decisionValues({ steps }: Law): number[] {
  const values = [0];
  for (const { count, width } of steps) {
    for (let index = 0; index < count; index += 1) values.push((values.at(-1) ?? 0) + width);
  }
  return values;
}

/** The code of each interval of the positive half (`sign` 0x80) or the negative one (0). */
const codeOf = (law: Law, interval: number, sign: number): number => (interval | sign) ^ law.inverted;

describe.each([
  ['mu-law', MU_LAW, muLawOf, MU_LAW_TO_LINEAR],
  ['A-law', A_LAW, aLawOf, A_LAW_TO_LINEAR],
])('%s', (name, law, encode, decoded) => {
  const values = decisionValues(law);

  it('has 128 intervals in each half', () => {
    expect(values).toHaveLength(129);
    expect(values.at(-1)).toBe(name === 'mu-law' ? 8159 * 4 : 32_768);
  });

  it('decodes all 256 codes to the middle of their interval', () => {
    const codes = new Set<number>();
    for (let interval = 0; interval < 128; interval += 1) {
      const [low = 0, high = 0] = values.slice(interval);
      const middle = interval === 0 && law.isZeroExact ? 0 : (low + high) / 2;
      for (const sign of [0x80, 0]) {
        const code = codeOf(law, interval, sign);
        codes.add(code);
        expect({ code, value: decoded[code] }).toEqual({ code, value: sign ? middle : 0 - middle });
      }
    }
    expect(codes.size).toBe(256);
  });

  it('encodes all 65,536 samples with the code of their interval', () => {
    const wrong: number[] = [];
    for (let sample = -32_768; sample <= 32_767; sample += 1) {
      // On the border of two intervals the recommendation leaves the choice.
      const magnitude = sample >= 0 ? sample : name === 'mu-law' ? -sample : -sample - 1;
      const found = values.findLastIndex((value) => value <= magnitude);
      const expected = codeOf(law, Math.min(found, 127), sample >= 0 ? 0x80 : 0);
      if (encode(sample) !== expected) wrong.push(sample);
    }
    expect(wrong).toEqual([]);
  });

  it('gives back each code that it has decoded', () => {
    for (let code = 0; code < 256; code += 1) {
      // The negative zero of mu-law is a zero like the other one.
      const isNegativeZero = name === 'mu-law' && code === 0x7f;
      expect(encode(decoded[code] ?? 0)).toBe(isNegativeZero ? 0xff : code);
    }
  });
});

it.each([
  // ITU-T G.711, 3.2: "the character signal 0 for zero volt"; the quietest and the loudest codes of both tables.
  [muLawOf, 0, 0xff],
  [muLawOf, 32_767, 0x80],
  [muLawOf, -32_768, 0x00],
  [aLawOf, 0, 0xd5],
  [aLawOf, -1, 0x55],
  [aLawOf, 32_767, 0xaa],
  [aLawOf, -32_768, 0x2a],
])('knows the ends: %p(%i)', (encode, sample, code) => {
  expect(encode(sample)).toBe(code);
});
