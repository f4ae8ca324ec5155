import type { StreamFormat } from '../../../bridge/src/listen/format';
import { StreamIntake } from '../../../bridge/src/listen/streamIntake';
import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { encoded, silence, voice } from './signals';

function feed(
  bytes: Buffer,
  seconds: number,
  known: Partial<StreamFormat> = {},
  { endsAt = Infinity, piece = 20 } = {},
): { formats: StreamFormat[]; audio: Buffer; formatAt: number } {
  const formats: StreamFormat[] = [];
  const audio: Buffer[] = [];
  let formatAt = NaN;
  let now = 5000;
  const intake = new StreamIntake(
    {
      format: (format) => {
        expect(audio).toEqual([]);
        formats.push(format);
        formatAt = now - 5000;
      },
      audio: (part) => void audio.push(part),
    },
    known,
  );
  const step = Math.ceil((bytes.length / (seconds * 1000)) * piece) + 1;
  for (let at = 0; at < bytes.length && now - 5000 < endsAt; at += step) {
    const message = Buffer.from(bytes.subarray(at, at + step));
    now = 5000 + (at / bytes.length) * seconds * 1000;
    intake.push(message, now);
    message.fill(0x55);
  }
  intake.end();
  return { formats, audio: Buffer.concat(audio), formatAt };
}

describe('a stream of unknown format', () => {
  it('loses nothing while its format is found out', () => {
    const bytes = encoded([voice(5, 16_000, 140), voice(5, 16_000, 200)], 'pcm_s16le');
    const { formats, audio, formatAt } = feed(bytes, 5);
    expect(formats).toEqual([{ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 2 }]);
    expect(formatAt).toBeGreaterThan(2000);
    expect(formatAt).toBeLessThan(3000);
    expect(audio.equals(bytes)).toBe(true);
  });

  it('becomes PCM when it is mu-law', () => {
    const bytes = encoded([voice(10, 8000, 140)], 'mulaw');
    const { formats, audio } = feed(bytes, 10);
    expect(formats).toEqual([{ encoding: 'mulaw', sampleRate: 8000, channels: 1 }]);
    expect(audio).toHaveLength(2 * bytes.length);
    for (let at = 0; at < bytes.length; at += 997)
      expect(audio.readInt16LE(2 * at)).toBe(decodeMuLaw(bytes[at]!));
  });

  it('is not measured by what had waited for the listener', () => {
    const rate = 16_000;
    const all = encoded([voice(6, rate, 140)], 'pcm_s16le');
    const formats: StreamFormat[] = [];
    const intake = new StreamIntake(
      { format: (format) => void formats.push(format), audio: () => undefined },
      {},
    );
    intake.push(all.subarray(0, 3 * rate * 2), 0);
    for (let ms = 20; ms < 3000; ms += 20) {
      intake.push(all.subarray((3 * rate + ms * 16) * 2, (3 * rate + (ms + 20) * 16) * 2), ms);
    }
    expect(formats).toEqual([{ encoding: 'pcm_s16le', sampleRate: rate, channels: 1 }]);
  });

  it('waits for somebody to talk, but not for ever', () => {
    const late = Buffer.concat(
      [silence(4, 8000), voice(4, 8000, 140)].map((part) => encoded([part], 'pcm_s16le')),
    );
    const talking = feed(late, 8);
    expect(talking.formats).toEqual([{ encoding: 'pcm_s16le', sampleRate: 8000, channels: 1 }]);
    expect(talking.formatAt).toBeGreaterThan(4000);
    const never = encoded([silence(15, 16_000), silence(15, 16_000)], 'pcm_s16le');
    const silent = feed(never, 15);
    expect(silent.formats).toEqual([{ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 2 }]);
    expect(silent.formatAt).toBeLessThan(11_000);
    expect(silent.audio.equals(never)).toBe(true);
  });

  it('is kept also when it ends at once', () => {
    const bytes = encoded([voice(1, 16_000, 140)], 'pcm_s16le');
    const { formats, audio } = feed(bytes, 1);
    expect(formats).toEqual([{ encoding: 'pcm_s16le', sampleRate: 16_000, channels: 1 }]);
    expect(audio.equals(bytes)).toBe(true);
    expect(feed(Buffer.alloc(0), 1)).toMatchObject({ formats: [], audio: Buffer.alloc(0) });
  });

  it('goes through at once when its format is told', () => {
    const bytes = encoded([voice(1, 16_000, 140)], 'pcm_s16le');
    const told = { encoding: 'pcm_s16le', sampleRate: 24_000, channels: 2 } as const;
    const { formats, audio } = feed(bytes, 1, told);
    expect(formats).toEqual([told]);
    expect(audio.equals(bytes)).toBe(true);
  });
});
