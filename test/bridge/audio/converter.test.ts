import { Converter, RELAY_FORMAT, type AudioFormat } from '../../../bridge/src/audio/converter';
import { A_LAW_TO_LINEAR, MU_LAW_TO_LINEAR, muLawOf } from '../../../bridge/src/audio/g711';
import { loadSpeech } from '../../support/wav';
import { audioOf, pieces } from '../support/audio';
import { interpolated, signalToNoise, tone } from './signals';

const L16 = (sampleRate: AudioFormat['sampleRate']): AudioFormat => ({ encoding: 'l16-little', sampleRate });

const linearOf = (mulaw: Buffer): Int16Array => Int16Array.from(mulaw, (code) => MU_LAW_TO_LINEAR[code] ?? 0);
const samplesOf = (bytes: Buffer): Int16Array =>
  Int16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(2 * index));
const bytesOf = (samples: Int16Array): Buffer => {
  const bytes = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => bytes.writeInt16LE(sample, 2 * index));
  return bytes;
};

/** In frames of the given size. */
const converted = (from: AudioFormat, to: AudioFormat, audio: Buffer, size: number): Buffer => {
  const converter = new Converter(from, to);
  return Buffer.concat(pieces(audio, size).map((piece) => Buffer.from(converter.convert(piece))));
};

describe('Converter', () => {
  it('passes on what needs no conversion', () => {
    const audio = audioOf(160, 1);
    expect(new Converter(RELAY_FORMAT, RELAY_FORMAT).convert(audio)).toBe(audio);
  });

  it.each(['l16-little', 'l16-big'] as const)('gives back each code over %s at 8 kHz', (encoding) => {
    const linear: AudioFormat = { encoding, sampleRate: 8000 };
    const codes = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
    const there = converted(RELAY_FORMAT, linear, codes, 160);
    expect(there).toHaveLength(512);
    expect(encoding === 'l16-big' ? there.readInt16BE(0) : there.readInt16LE(0)).toBe(-32_124);
    const back = converted(linear, RELAY_FORMAT, there, 320);
    codes[0x7f] = 0xff;
    expect(back).toEqual(codes);
  });

  it('speaks A-law', () => {
    const aLaw: AudioFormat = { encoding: 'a-law', sampleRate: 8000 };
    const codes = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
    const expected = codes.map((code) => muLawOf(A_LAW_TO_LINEAR[code] ?? 0));
    expect(converted(aLaw, RELAY_FORMAT, codes, 256)).toEqual(Buffer.from(expected));
    expect(new Converter(RELAY_FORMAT, aLaw).convert(Buffer.from([0xff]))).toEqual(Buffer.from([0xd5]));
  });

  it.each([8000, 16_000, 24_000] as const)('makes frames of 20 ms of frames of 20 ms at %i Hz', (rate) => {
    const toCarrier = new Converter(RELAY_FORMAT, L16(rate));
    const fromCarrier = new Converter(L16(rate), RELAY_FORMAT);
    for (let frame = 0; frame < 5; frame += 1) {
      const there = toCarrier.convert(audioOf(160, frame));
      expect(there).toHaveLength((2 * rate) / 50);
      expect(fromCarrier.convert(there)).toHaveLength(160);
    }
  });

  it('uses the same memory for each frame', () => {
    const converter = new Converter(RELAY_FORMAT, L16(16_000));
    const first = converter.convert(audioOf(160, 1));
    expect(converter.convert(audioOf(160, 2))).toBe(first);
    expect(converter.convert(audioOf(320, 2))).toHaveLength(1280);
    expect(converter.convert(audioOf(160, 2))).toHaveLength(640);
    expect(converter.convert(Buffer.alloc(0))).toHaveLength(0);
  });

  it('leaves half a sample out', () => {
    const converter = new Converter(L16(8000), RELAY_FORMAT);
    expect(converter.convert(Buffer.from([0, 0, 0x7f]))).toEqual(Buffer.from([0xff]));
  });

  it('says nothing of before a reset after it', () => {
    const converter = new Converter(RELAY_FORMAT, L16(16_000));
    converter.convert(audioOf(160, 3));
    converter.reset();
    expect(converter.convert(Buffer.alloc(160, 0xff)).every((byte) => byte === 0)).toBe(true);
  });
});

/**
 * "Perfect" is the band-limited interpolation of `interpolated`; the thresholds lie a dB below what was measured.
 *
 * Against sox 14.4.2 (`rate -v`) with three whole recordings: up to 16 or 24 kHz the two agree within 40 to 44 dB, and
 * back down to mu-law ours keeps 36.9 to 42.0 dB of the original, sox 35.6 to 41.2 dB.
 */
describe('real speech', () => {
  // A second of it, in the midst.
  const speech = loadSpeech('caller-ask').subarray(8000, 16_000);
  const linear = linearOf(speech);

  it('is the same over linear samples at 8 kHz', () => {
    const back = converted(L16(8000), RELAY_FORMAT, converted(RELAY_FORMAT, L16(8000), speech, 160), 320);
    expect(linearOf(back)).toEqual(linear);
  });

  it.each([
    [16_000, 2],
    [24_000, 3],
  ] as const)('goes up to %i Hz nearly as a perfect filter has it', (rate, up) => {
    const got = samplesOf(converted(RELAY_FORMAT, L16(rate), speech, 160)).subarray(20 * up);
    const perfect = interpolated(linear, up).subarray(0, got.length);
    // 44.6 dB: what is missing lies between 3.5 and 4 kHz, where the filter closes.
    expect(signalToNoise(perfect, got)).toBeGreaterThan(43.5);
  });

  it.each([
    [16_000, 2],
    [24_000, 3],
  ] as const)('comes down from %i Hz with the noise of mu-law and no more', (rate, up) => {
    // What the carrier would send: the perfect signal at its rate.
    const sent = Int16Array.from(interpolated(linear, up), (sample) =>
      Math.max(-32_768, Math.min(32_767, Math.round(sample))),
    );
    const got = linearOf(converted(L16(rate), RELAY_FORMAT, bytesOf(sent), (2 * rate) / 50)).subarray(20);
    // 48 dB: most samples come back to the code that they had.
    expect(signalToNoise(linear.subarray(0, got.length), got)).toBeGreaterThan(47);
  });

  it('survives the way to 16 kHz and back', () => {
    const there = converted(RELAY_FORMAT, L16(16_000), speech, 160);
    const back = linearOf(converted(L16(16_000), RELAY_FORMAT, there, 640)).subarray(40);
    // 44.4 dB.
    expect(signalToNoise(linear.subarray(0, back.length), back)).toBeGreaterThan(43.5);
  });

  it('has the noise of mu-law alone where the filters do nothing', () => {
    const input = tone(1000, 16_000, 16_000, 8000);
    const back = linearOf(converted(L16(16_000), RELAY_FORMAT, bytesOf(input), 640)).subarray(20);
    const signal = signalToNoise(tone(1000, 8000, back.length, 8000), back);
    // Mu-law of a loud tone: 37 to 38 dB.
    expect(signal).toBeGreaterThan(36);
  });
});
