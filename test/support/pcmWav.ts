/** What a test wants to have in a WAV file. */
export interface WavSpec {
  format?: number;
  channels?: number;
  sampleRate?: number;
  bitsPerSample?: number;
  samples: Buffer;
  /** What the header says about the length of the samples; the truth if left out. */
  dataLength?: number;
  /** Chunks between format and data, as some programs write them. */
  between?: Buffer[];
  /** WAVE_FORMAT_EXTENSIBLE, with the format inside. */
  extensible?: boolean;
}

/** A RIFF chunk: id, length, content, padded to an even length. */
export function riffChunk(id: string, content: Buffer, length = content.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** A WAV file: 16-bit mono PCM at 24 kHz unless said otherwise. */
export function wavFile(spec: WavSpec): Buffer {
  const { format = 1, channels = 1, sampleRate = 24_000, bitsPerSample = 16, extensible = false } = spec;
  const description = Buffer.alloc(extensible ? 40 : 16);
  const frame = (channels * bitsPerSample) / 8;
  description.writeUInt16LE(extensible ? 0xfffe : format, 0);
  description.writeUInt16LE(channels, 2);
  description.writeUInt32LE(sampleRate, 4);
  description.writeUInt32LE(sampleRate * frame, 8);
  description.writeUInt16LE(frame, 12);
  description.writeUInt16LE(bitsPerSample, 14);
  if (extensible) {
    description.writeUInt16LE(22, 16);
    description.writeUInt16LE(format, 24);
  }
  const chunks = [
    riffChunk('fmt ', description),
    ...(spec.between ?? []),
    riffChunk('data', spec.samples, spec.dataLength),
  ];
  return riffChunk('RIFF', Buffer.concat([Buffer.from('WAVE', 'latin1'), ...chunks]));
}
