import { encodeMuLaw } from '../../../bridge/src/relay/codec';
import type { StreamFormat } from '../../../bridge/src/listen/format';

/** Something like a voice: a tone with overtones that comes and goes, with a little noise. */
export function voice(seconds: number, sampleRate: number, pitch: number): Int16Array {
  let state = 1;
  const samples = new Int16Array(Math.round(seconds * sampleRate));
  for (let index = 0; index < samples.length; index += 1) {
    const time = index / sampleRate;
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const noise = ((state >>> 16) / 65_536 - 0.5) * 40;
    const level = 6000 * Math.max(0, Math.sin(2 * Math.PI * 1.5 * time));
    let overtones = 0;
    for (const n of [1, 2, 3, 7]) overtones += Math.sin(2 * Math.PI * pitch * n * time) / (n * n);
    samples[index] = noise + level * overtones;
  }
  return samples;
}

export function silence(seconds: number, sampleRate: number): Int16Array {
  return new Int16Array(Math.round(seconds * sampleRate));
}

/** The bytes of a stream. */
export function encoded(tracks: readonly Int16Array[], encoding: StreamFormat['encoding']): Buffer {
  const samples = tracks[0]!.length;
  const width = encoding === 'mulaw' ? 1 : 2;
  const bytes = Buffer.alloc(samples * tracks.length * width);
  for (let index = 0; index < samples; index += 1) {
    tracks.forEach((track, channel) => {
      const at = (index * tracks.length + channel) * width;
      if (width === 1) bytes[at] = encodeMuLaw(track[index]!);
      else bytes.writeInt16LE(track[index]!, at);
    });
  }
  return bytes;
}
