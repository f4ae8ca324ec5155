import { gzipSync } from 'node:zlib';
import { wavFile } from '../../support/pcmWav';
import { type AudioFormat, bytesPerSample, decodeMulaw, standInSpeech } from './audio';
import type { CallRecord } from './callRecord';
import { type JsonObject, objectAt } from './json';
import type { StoredBytes } from './storage';

/** What `GET /call/{id}/…` can be asked for, and how its file is called. */
export const ARTIFACTS = {
  'mono-recording': 'mono.wav',
  'stereo-recording': 'stereo.wav',
  'customer-recording': 'customer.wav',
  'assistant-recording': 'assistant.wav',
  'video-recording': 'video.mp4',
  pcap: 'trace.pcap',
  'call-logs': 'logs.jsonl.gz',
} as const;

export type ArtifactKind = keyof typeof ARTIFACTS;

/** Sound of the two sides of a call, as 16-bit samples. */
interface Sides {
  sampleRate: number;
  customer: Int16Array;
  assistant: Int16Array;
}

/** Words that stand in where nothing was said aloud. */
const TONE = 'a generated tone';
const TONE_FORMAT: AudioFormat = { format: 'pcm_s16le', sampleRate: 8000 };

/** A libpcap file header and no packets. */
const EMPTY_PCAP = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
/** A file type box: enough for a program that looks at the first bytes. */
const EMPTY_MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d6d703432', 'hex');
/** One silent MPEG-1 layer III frame. */
const EMPTY_MP3 = Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)]);

/**
 * Whether a finished call has the artifact, by its assistant's `artifactPlan` (defaults of the OpenAPI: no video,
 * everything else).
 */
export function hasArtifact(kind: ArtifactKind, assistant: JsonObject): boolean {
  const plan = objectAt(assistant, 'artifactPlan');
  if (kind === 'pcap') return plan?.pcapEnabled !== false;
  if (kind === 'call-logs') return plan?.loggingEnabled !== false;
  if (kind === 'video-recording') return plan?.videoRecordingEnabled === true;
  return plan?.recordingEnabled !== false;
}

/** @param call undefined for a call that never was, only seeded */
export function artifactOf(kind: ArtifactKind, call: CallRecord | undefined): StoredBytes {
  if (kind === 'pcap') return { type: 'application/vnd.tcpdump.pcap', bytes: EMPTY_PCAP };
  if (kind === 'video-recording') return { type: 'video/mp4', bytes: EMPTY_MP4 };
  if (kind === 'call-logs') return { type: 'application/gzip', bytes: gzipSync(logLines(call)) };
  const plan = objectAt(call?.setup.assistant.body, 'artifactPlan');
  if (plan?.recordingFormat === 'mp3') return { type: 'audio/mpeg', bytes: EMPTY_MP3 };
  return { type: 'audio/wav', bytes: recording(kind, call) };
}

function recording(kind: ArtifactKind, call: CallRecord | undefined): Buffer {
  const { sampleRate, customer, assistant } = sidesOf(call);
  const length = Math.max(customer.length, assistant.length);
  const channels = kind === 'stereo-recording' ? 2 : 1;
  const samples = Buffer.alloc(length * channels * 2);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [customer[index] ?? 0, assistant[index] ?? 0];
    if (channels === 2) {
      samples.writeInt16LE(left, index * 4);
      samples.writeInt16LE(right, index * 4 + 2);
    } else samples.writeInt16LE(oneChannel(kind, left, right), index * 2);
  }
  return wavFile({ channels, sampleRate, samples });
}

function oneChannel(kind: ArtifactKind, customer: number, assistant: number): number {
  if (kind === 'customer-recording') return customer;
  if (kind === 'assistant-recording') return assistant;
  return Math.trunc((customer + assistant) / 2);
}

function sidesOf(call: CallRecord | undefined): Sides {
  if (call?.audioFormat)
    return {
      sampleRate: call.audioFormat.sampleRate,
      customer: samplesOf(call.audioFormat, call.audioReceived),
      assistant: samplesOf(call.audioFormat, call.audioSent),
    };
  // A phone call has no audio in the emulator.
  const tone = (text: string) => samplesOf(TONE_FORMAT, standInSpeech(TONE_FORMAT, text));
  return { sampleRate: TONE_FORMAT.sampleRate, customer: tone(TONE.slice(2)), assistant: tone(TONE) };
}

function samplesOf(format: AudioFormat, audio: Buffer): Int16Array {
  const step = bytesPerSample(format);
  return Int16Array.from({ length: Math.floor(audio.length / step) }, (_, index) =>
    format.format === 'mulaw' ? decodeMulaw(audio[index] ?? 0xff) : audio.readInt16LE(index * step),
  );
}

function logLines(call: CallRecord | undefined): string {
  const said = (call?.transcript ?? []).map((line) => ({
    time: line.ms,
    body: `${line.role}: ${line.text}`,
  }));
  const lines = [{ time: 0, body: 'call started' }, ...said, { time: 0, body: call?.endedReason ?? 'ended' }];
  return lines.map((line) => `${JSON.stringify({ severity: 'info', ...line })}\n`).join('');
}
