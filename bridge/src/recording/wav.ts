/** What a WAV file with PCM s16le holds. */
export interface WavFormat {
  sampleRate: number;
  channels: number;
}

/** `RIFF`, `fmt ` and the head of `data`, and nothing else ("Multimedia Programming Interface and Data Specifications 1.0"). */
export const WAV_HEADER_BYTES = 44;
/** Sizes are 32 bits. */
export const MAX_WAV_DATA = 0xffff_ffff - WAV_HEADER_BYTES;

/** The bytes of one sample of all channels. */
export function blockBytes({ channels }: WavFormat): number {
  return channels * 2;
}

export function secondsOf(dataBytes: number, format: WavFormat): number {
  return dataBytes / blockBytes(format) / format.sampleRate;
}

/** The header of a file with so many bytes of audio. */
export function wavHeader(format: WavFormat, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(format.channels, 22);
  header.writeUInt32LE(format.sampleRate, 24);
  header.writeUInt32LE(format.sampleRate * blockBytes(format), 28);
  header.writeUInt16LE(blockBytes(format), 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
