import { detectFormat, isTelling, type StreamFormat } from '../../../bridge/src/listen/format';
import { encoded, silence, voice } from './signals';

const RATES = [8000, 16_000, 24_000];
const talk: Record<string, (rate: number) => Int16Array[]> = {
  'one voice': (rate) => [voice(1, rate, 140)],
  'two voices': (rate) => [voice(1, rate, 140), voice(1, rate, 210)],
  'one of two talks': (rate) => [silence(1, rate), voice(1, rate, 180)],
  'the other of two talks': (rate) => [voice(1, rate, 180), silence(1, rate)],
  'the same twice': (rate) => [voice(1, rate, 160), voice(1, rate, 160)],
};
const encodings = ['pcm_s16le', 'mulaw'] as const;
const cases = encodings.flatMap((encoding) =>
  RATES.flatMap((rate) => Object.keys(talk).map((what) => [encoding, rate, what] as const)),
);

describe('the format of a stream', () => {
  it.each(cases)('%s at %i Hz, %s', (encoding, sampleRate, what) => {
    const tracks = talk[what]!(sampleRate);
    const audio = encoded(tracks, encoding);
    expect(isTelling(audio)).toBe(true);
    // Clocks and networks are not exact.
    for (const pace of [0.93, 1, 1.07]) {
      const format = detectFormat(audio, audio.length * pace);
      expect(format).toEqual({ encoding, sampleRate, channels: tracks.length });
    }
  });

  it('is what has been reported while nothing can be heard', () => {
    const quiet = (tracks: number, rate: number, encoding: StreamFormat['encoding']): Buffer =>
      encoded(
        Array.from({ length: tracks }, () => silence(1, rate)),
        encoding,
      );
    const stereo = quiet(2, 16_000, 'pcm_s16le');
    expect(isTelling(stereo)).toBe(false);
    const reported = { encoding: 'pcm_s16le', sampleRate: 16_000, channels: 2 };
    expect(detectFormat(stereo, stereo.length)).toEqual(reported);
    expect(detectFormat(stereo, undefined)).toEqual(reported);
    expect(detectFormat(Buffer.alloc(0), undefined)).toEqual(reported);
    const mono = quiet(1, 16_000, 'pcm_s16le');
    expect(detectFormat(mono, mono.length)).toEqual({ ...reported, channels: 1 });
    const muLaw = quiet(1, 8000, 'mulaw');
    expect(detectFormat(muLaw, muLaw.length)).toEqual({ encoding: 'mulaw', sampleRate: 8000, channels: 1 });
  });

  it('is believed where it is told', () => {
    const audio = encoded([voice(1, 8000, 140)], 'pcm_s16le');
    const told = { encoding: 'mulaw', sampleRate: 44_100, channels: 2 } as const;
    expect(detectFormat(audio, audio.length, told)).toEqual(told);
    expect(detectFormat(audio, audio.length, { sampleRate: 16_000 })).toEqual({
      ...{ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 },
    });
  });

  it('has the reported rate when the measured one is none', () => {
    const audio = encoded([voice(1, 16_000, 140)], 'pcm_s16le');
    expect(detectFormat(audio, 200_000).sampleRate).toBe(16_000);
    expect(detectFormat(audio, undefined).sampleRate).toBe(16_000);
  });
});
