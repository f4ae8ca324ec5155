/** Distinguishable audio: never the byte of silence, so that what a relay adds can be told from what it was given. */
export function audioOf(bytes: number, seed: number): Buffer {
  const audio = Buffer.alloc(bytes);
  let state = seed * 2654435761 + 1;
  for (let index = 0; index < bytes; index += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    audio[index] = (state >>> 16) % 255;
  }
  return audio;
}

export function isSilence(audio: Buffer): boolean {
  return audio.every((byte) => byte === 0xff);
}

/** Cuts audio into pieces of the given size, the last one shorter. */
export function pieces(audio: Buffer, size: number): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0; at < audio.length; at += size) cut.push(audio.subarray(at, at + size));
  return cut;
}

/**
 * How many bytes of `said` have come, each as it was and in order. Silence may be put in anywhere: between utterances
 * by design, and within one when this process was held up for longer than the bridge waits for the rest of a frame.
 * @throws when anything else has come, or something is missing in between
 */
export function bytesHeard(said: Buffer, heard: Buffer): number {
  let at = 0;
  for (const [position, byte] of heard.entries()) {
    if (at < said.length && byte === said[at]) at += 1;
    else if (byte !== 0xff) throw new Error(`byte ${position} is not byte ${at} of what was said`);
  }
  return at;
}
