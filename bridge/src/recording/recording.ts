import { WAV_HEADER_BYTES, secondsOf, type WavFormat } from './wav';
import type { RecordingError } from './wavWriter';

/** Of what: a call through this bridge, or a call of Vapi's that was listened to. */
export type RecordingSource = 'session' | 'listen';

/** What is known of a recording, and kept beside it. It names no caller. */
export interface Recording {
  /** A UUID. */
  id: string;
  source: RecordingSource;
  state: 'recording' | 'ready';
  sessionId: string | null;
  carrier: string | null;
  carrierCallId: string | null;
  assistantCallId: string | null;
  startedAt: string;
  endedAt: string | null;
  seconds: number;
  /** Of the file. */
  bytes: number;
  encoding: 'pcm_s16le';
  sampleRate: number;
  channels: number;
  error: RecordingError | null;
}

/** What a recording begins with. */
export type RecordingOrigin = Pick<
  Recording,
  'id' | 'source' | 'sessionId' | 'carrier' | 'carrierCallId' | 'assistantCallId'
>;

export function newRecording(origin: RecordingOrigin, format: WavFormat, startedAt: Date): Recording {
  return {
    ...origin,
    state: 'recording',
    startedAt: startedAt.toISOString(),
    endedAt: null,
    encoding: 'pcm_s16le',
    sampleRate: format.sampleRate,
    channels: format.channels,
    error: null,
    ...sizes(format, 0),
  };
}

/** How long and how large a recording with so much audio is. */
export function sizes(format: WavFormat, dataBytes: number): Pick<Recording, 'seconds' | 'bytes'> {
  return {
    seconds: Math.round(secondsOf(dataBytes, format) * 1000) / 1000,
    bytes: WAV_HEADER_BYTES + dataBytes,
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is an id as recordings have it: nothing else ever becomes part of a path. */
export function isRecordingId(text: string): boolean {
  return UUID.test(text);
}

/** Reads what was kept beside a recording; undefined: it makes no sense. */
export function parseRecording(text: string): Recording | undefined {
  let value: Partial<Recording> | null;
  try {
    value = JSON.parse(text) as Partial<Recording> | null;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, state, startedAt, sampleRate, channels, bytes, seconds } = value;
  const isWhole =
    typeof id === 'string' &&
    isRecordingId(id) &&
    (state === 'recording' || state === 'ready') &&
    !Number.isNaN(Date.parse(String(startedAt))) &&
    [sampleRate, channels].every((number) => Number.isInteger(number) && Number(number) > 0) &&
    [bytes, seconds].every((number) => Number.isFinite(number));
  return isWhole ? (value as Recording) : undefined;
}
