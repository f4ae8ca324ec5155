import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { keyTone, ringingFrame } from '../../../bridge/src/relay/tones';
import { isSilence } from '../support/audio';

/** The level of one frequency in dBm0 (Goertzel). A full-scale sine has +3.17 dBm0. */
function levelOf(audio: Buffer, hertz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / 8000);
  let [first, second] = [0, 0];
  for (const code of audio) [first, second] = [decodeMuLaw(code) + coefficient * first - second, first];
  const power = first * first + second * second - coefficient * first * second;
  const peak = (2 * Math.sqrt(Math.max(power, 1e-9))) / audio.length;
  return 20 * Math.log10(peak / 32_635) + 3.17;
}

describe('the ringing tone', () => {
  const second = (from: number) =>
    Buffer.concat(Array.from({ length: 50 }, (_, index) => ringingFrame(from * 50 + index)));

  it('is 440 and 480 Hz at -19 dBm each, for one second of three', () => {
    for (const hertz of [440, 480]) expect(levelOf(second(0), hertz)).toBeCloseTo(-19, 0);
    for (const hertz of [400, 520, 1000]) expect(levelOf(second(0), hertz)).toBeLessThan(-45);
    expect([1, 2, 3].map((from) => isSilence(second(from)))).toEqual([true, true, false]);
    expect(second(3).equals(second(0))).toBe(true);
  });

  it('is made once, in whole frames', () => {
    expect(ringingFrame(0)).toHaveLength(160);
    expect(ringingFrame(150)).toBe(ringingFrame(0));
  });
});

describe("a key's tone", () => {
  const rows = [697, 770, 852, 941];
  const columns = [1209, 1336, 1477, 1633];

  it.each([...'123A456B789C*0#D'].map((digit, index) => [digit, index] as const))(
    'has the two frequencies of %s and no other',
    (digit, index) => {
      const tone = keyTone(digit);
      if (!tone) throw new Error('there is no tone');
      expect(tone).toHaveLength(800);
      const wanted = [rows[index >> 2], columns[index & 3]];
      for (const hertz of [...rows, ...columns]) {
        const level = levelOf(tone, hertz);
        if (wanted.includes(hertz)) expect(Math.abs(level + 10)).toBeLessThan(1);
        else expect(level).toBeLessThan(-20);
      }
      expect(keyTone(digit)).toBe(tone);
    },
  );

  it.each(['', 'E', '12', ' ', '1*'])('is not there for "%s"', (digit) => {
    expect(keyTone(digit)).toBeUndefined();
  });
});
