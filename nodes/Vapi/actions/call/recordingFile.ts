/** What can be downloaded of a call. */
export interface RecordingKind {
  /** As in the editor. */
  name: string;
  description?: string;
  /** In the name of the file. */
  label: string;
  /** If neither the storage nor the URL says what the file is. */
  extension: string;
}

/** Packed JSON Lines instead of a medium. */
export const CALL_LOGS = 'call-logs';

/** By the last part of the path. Source: OpenAPI, GET /call/{id}/…. */
export const RECORDINGS: Readonly<Record<string, RecordingKind>> = {
  'assistant-recording': { name: 'Assistant Only', label: 'assistant', extension: 'wav' },
  'call-logs': {
    name: 'Call Logs',
    label: 'logs',
    extension: 'jsonl',
    description: 'What Vapi did during the call, line by line',
  },
  'customer-recording': { name: 'Customer Only', label: 'customer', extension: 'wav' },
  'mono-recording': {
    name: 'Mono',
    label: 'mono',
    extension: 'wav',
    description: 'Both sides in one channel',
  },
  pcap: {
    name: 'Packet Capture (PCAP)',
    label: 'trace',
    extension: 'pcap',
    description: 'SIP and RTP packets of a call over SIP',
  },
  'stereo-recording': {
    name: 'Stereo',
    label: 'stereo',
    extension: 'wav',
    description: 'Each side in a channel of its own',
  },
  'video-recording': {
    name: 'Video',
    label: 'video',
    extension: 'mp4',
    description: 'Only if the assistant records video',
  },
};

/** Undefined for what is none. */
export function kindOf(recording: string): RecordingKind | undefined {
  return Object.hasOwn(RECORDINGS, recording) ? RECORDINGS[recording] : undefined;
}

/** The first type of an extension is the one that is given to the file. */
const TYPES: ReadonlyArray<readonly [extension: string, types: readonly string[]]> = [
  ['wav', ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave']],
  ['mp3', ['audio/mpeg', 'audio/mp3']],
  ['ogg', ['audio/ogg']],
  ['mp4', ['video/mp4']],
  ['webm', ['video/webm', 'audio/webm']],
  ['pcap', ['application/vnd.tcpdump.pcap']],
  ['jsonl', ['application/x-ndjson']],
  ['jsonl.gz', ['application/gzip', 'application/x-gzip']],
];

/** Name and type of a file for n8n. */
export interface FileNaming {
  fileName: string;
  mimeType: string;
}

/**
 * Names a file by what its storage says it is, else by the end of its URL, else by what it is usually.
 *
 * @param contentType without parameters, in lower case
 */
export function nameFile(callId: string, recording: string, contentType: string, path: string): FileNaming {
  const kind = kindOf(recording);
  const byType = TYPES.find(([, types]) => types.includes(contentType))?.[0];
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  const byPath = TYPES.find(([extension]) => extension === ending)?.[0];
  const extension = byType ?? byPath ?? kind?.extension ?? 'bin';
  const mimeType = byType === undefined ? TYPES.find(([entry]) => entry === extension)?.[1][0] : contentType;
  return {
    // An ID from an expression may be anything.
    fileName: `${callId.replace(/[^\w-]/g, '_')}-${kind?.label ?? 'file'}.${extension}`,
    mimeType: mimeType ?? 'application/octet-stream',
  };
}
