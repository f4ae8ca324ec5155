/** Audio of a websocket call: one channel, no header (Vapi docs: websocket transport). */
export interface AudioFormat {
  format: 'mulaw' | 'pcm_s16le';
  container?: 'raw';
  /** Samples per second. */
  sampleRate: number;
}

/** Vapi sends 20 ms a frame: 160 bytes of mu-law at 8 kHz, 640 bytes of PCM at 16 kHz. */
export const FRAME_MS = 20;

export function bytesPerSample(format: AudioFormat): number {
  return format.format === 'mulaw' ? 1 : 2;
}

/** Bytes of one 20 ms frame. */
export function frameBytes(format: AudioFormat): number {
  return Math.round((format.sampleRate * FRAME_MS) / 1000) * bytesPerSample(format);
}

/** Play-out time in milliseconds. */
export function durationMs(format: AudioFormat, bytes: number): number {
  return (bytes / bytesPerSample(format) / format.sampleRate) * 1000;
}

/** `ms` of silence: 0xFF (positive zero) in mu-law, zeros in PCM. */
export function silence(format: AudioFormat, ms = FRAME_MS): Buffer {
  const samples = Math.round((format.sampleRate * ms) / 1000);
  return Buffer.alloc(samples * bytesPerSample(format), format.format === 'mulaw' ? 0xff : 0);
}

/** One mu-law byte as a 16-bit sample (ITU-T G.711: sign, 3 bits of exponent, 4 bits of mantissa, inverted). */
export function decodeMulaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 0x07)) - 0x84;
  if (magnitude === 0) return 0;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** Mean absolute amplitude (0 to 32767) of a piece of audio; 0 for an empty one. */
export function level(format: AudioFormat, audio: Buffer): number {
  const step = bytesPerSample(format);
  const samples = Math.floor(audio.length / step);
  if (samples === 0) return 0;
  let sum = 0;
  for (let index = 0; index < samples; index += 1) {
    const at = index * step;
    sum += Math.abs(format.format === 'mulaw' ? decodeMulaw(audio[at] ?? 0xff) : audio.readInt16LE(at));
  }
  return sum / samples;
}

/**
 * Stands in for synthesised speech where a text comes without a recording (a `say` through the control URL):
 * a square wave of 400 Hz, 60 ms a character. Audible, and plainly no speech.
 */
export function standInSpeech(format: AudioFormat, text: string): Buffer {
  const samples = Math.round((format.sampleRate * Math.max(1, text.length) * 60) / 1000);
  const halfPeriod = Math.max(1, Math.round(format.sampleRate / 800));
  const audio = Buffer.alloc(samples * bytesPerSample(format));
  for (let index = 0; index < samples; index += 1) {
    const positive = Math.floor(index / halfPeriod) % 2 === 0;
    if (format.format === 'mulaw') audio[index] = positive ? 0xa0 : 0x20;
    else audio.writeInt16LE(positive ? 4000 : -4000, index * 2);
  }
  return audio;
}
