import { CallMix } from '../../../bridge/src/recording/callMix';
import { encodeMuLaw } from '../../../bridge/src/relay/codec';

const tone = (sample: number, bytes = 160): Buffer => Buffer.alloc(bytes, encodeMuLaw(sample));

/** Takes what is settled; per ms and side, whether anything is heard. */
function heard(mix: CallMix, samples: number): { left: string; right: string } {
  const audio = Buffer.alloc(samples * 4);
  mix.take(audio);
  const side = (offset: number): string =>
    Array.from({ length: samples / 8 }, (_, ms) =>
      audio.readInt16LE(32 * ms + offset) === 0 ? '.' : '#',
    ).join('');
  return { left: side(0), right: side(2) };
}

describe('both sides of a call', () => {
  it('lie where they were heard, the caller on the left', () => {
    const mix = new CallMix(1000, 0);
    mix.caller(tone(8000, 40), 1002);
    mix.assistant(tone(8000), 1010);
    expect(heard(mix, mix.end(1040))).toEqual({
      left: '#####.................................',
      right: '........####################..........',
    });
  });

  it('keep what has waited in the network before the first of it came', () => {
    const mix = new CallMix(1000, 0);
    mix.assistant(tone(8000), 1000);
    for (let frame = 0; frame < 5; frame += 1) mix.caller(tone(8000, 80), 1000);
    mix.caller(tone(8000, 80), 1010);
    expect(heard(mix, mix.end(1025))).toEqual({
      left: `${'#'.repeat(60)}.....`,
      right: `${'.'.repeat(40)}${'#'.repeat(20)}.....`,
    });
  });

  it('without what an interruption has cut off', () => {
    const mix = new CallMix(1000, 0);
    mix.assistant(tone(8000), 1000);
    mix.assistant(tone(8000), 1020);
    mix.cleared(1025);
    mix.assistant(tone(8000, 40), 1030);
    expect(heard(mix, mix.end(1040)).right).toBe('#########################.....#####.....');
  });

  it('join without a gap although times are no whole samples', () => {
    const mix = new CallMix(1000.07, 0);
    for (let frame = 0; frame < 50; frame += 1) mix.assistant(tone(8000), 1003.333 + frame * 20);
    const audio = Buffer.alloc(4 * 8000);
    mix.take(audio);
    const silent = Array.from({ length: 8000 }, (_, at) => audio.readInt16LE(4 * at + 2) === 0);
    expect(silent.lastIndexOf(true)).toBeLessThan(27);
  });

  it('settle when nothing of them can change any more', () => {
    const mix = new CallMix(1000, 200);
    expect(mix.settled(1500)).toBe(0);
    mix.caller(tone(8000), 1000);
    expect(mix.settled(1150)).toBe(0);
    expect(mix.settled(1300)).toBe(800);
    mix.take(Buffer.alloc(800 * 4));
    expect(mix.settled(1300)).toBe(0);
    expect(mix.end(1300)).toBe(1600);
  });

  it('end with what was heard', () => {
    const mix = new CallMix(1000, 200);
    expect(mix.end(1000)).toBe(0);
    mix.assistant(tone(8000), 1000);
    mix.assistant(tone(8000), 1020);
    mix.caller(tone(8000), 1005);
    expect(heard(mix, mix.end(1010))).toEqual({
      left: `.....${'#'.repeat(20)}`,
      right: `${'#'.repeat(10)}${'.'.repeat(15)}`,
    });
  });
});
