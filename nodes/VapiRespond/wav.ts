/** What the header of a WAV file says, and its samples. */
export interface Wav {
  /** WAVE_FORMAT_PCM is 1; the format inside WAVE_FORMAT_EXTENSIBLE is looked up. */
  format: number;
  channels: number;
  sampleRate: number;
  bitsPerSample: number;
  samples: Buffer;
}

const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** The shortest `fmt ` chunk, and the place of the format in the longer one of WAVE_FORMAT_EXTENSIBLE. */
const FORMAT_LENGTH = 16;
const SUB_FORMAT_AT = 24;

export function isWav(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE';
}

/**
 * Reads a WAV file (RIFF, chunks of id, 32-bit length and content, padded to even lengths). Speech services that
 * stream write a length that is too large, or none: then the samples go on to the end of the file.
 *
 * @returns undefined where the file has no readable `fmt ` chunk before its `data` chunk
 */
export function readWav(file: Buffer): Wav | undefined {
  let format: Omit<Wav, 'samples'> | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (id === 'data') {
      if (format === undefined) return undefined;
      const isOpen = length === 0 || start + length > file.length;
      return { ...format, samples: file.subarray(start, isOpen ? file.length : start + length) };
    }
    if (id === 'fmt ') format = readFormat(file.subarray(start, start + length));
    at = start + length + (length % 2);
  }
  return undefined;
}

function readFormat(chunk: Buffer): Omit<Wav, 'samples'> | undefined {
  if (chunk.length < FORMAT_LENGTH) return undefined;
  const tag = chunk.readUInt16LE(0);
  return {
    format: tag === EXTENSIBLE && chunk.length >= SUB_FORMAT_AT + 2 ? chunk.readUInt16LE(SUB_FORMAT_AT) : tag,
    channels: chunk.readUInt16LE(2),
    sampleRate: chunk.readUInt32LE(4),
    bitsPerSample: chunk.readUInt16LE(14),
  };
}

/** In words why Vapi cannot play it, or undefined where it can: 16-bit PCM, mono. */
export function unplayable({ format, channels, bitsPerSample }: Wav): string | undefined {
  if (format !== PCM) return `the WAV file holds no PCM, but format ${format}`;
  if (channels !== 1) return `the WAV file has ${channels} channels, one is needed`;
  if (bitsPerSample !== 16) return `the WAV file has ${bitsPerSample} bits a sample, 16 are needed`;
  return undefined;
}
