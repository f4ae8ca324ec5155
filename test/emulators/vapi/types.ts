import type { AudioFormat } from './audio';
import type { JsonObject } from './json';

export type * from './options';
export type { Resource } from './resources';

/** Where Vapi posts messages to (OpenAPI: Server), with the legacy inline `secret`. */
export interface Server {
  url?: string;
  /** Seconds to wait for an answer, 1 to 300. Default 20. */
  timeoutSeconds?: number;
  secret?: string;
  credentialId?: string;
  headers?: Record<string, string>;
  backoffPlan?: {
    type: 'fixed' | 'exponential';
    maxRetries: number;
    baseDelaySeconds: number;
    excludedStatusCodes?: number[];
  };
}

/** One request that the emulator answered. */
export interface RequestLog {
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  /** 0 where the connection was cut on purpose. */
  status: number;
  /** Vapi's error text, where it refused. */
  error?: string;
}

/** One attempt to deliver a server message. */
export interface ServerPost {
  at: number;
  callId: string;
  type: string;
  /** The public address, before it is mapped to a loopback port. */
  url: string;
  attempt: number;
  headers: Record<string, string>;
  body: JsonObject;
  /** Undefined where no answer came. */
  status?: number;
  responseBody?: string;
  ms: number;
  problems: string[];
}

/** What became of one tool call, judged by Vapi's rules. */
export interface ToolOutcome {
  toolCallId: string;
  name: string;
  result?: string;
  error?: string;
  /** Why Vapi would tell the model "No result returned". */
  noResult?: string;
  /** The words that a tool answer asked the assistant to say (`results[].message.content`). */
  message?: string;
  ms: number;
}

/** What the model is told, word for word, where an answer can't be used. */
export const NO_RESULT = 'No result returned';

export interface TranscriptLine {
  role: 'assistant' | 'user';
  text: string;
  /** Since the start of the call. */
  ms: number;
}

/** One utterance of the assistant and where it is in `audioSent`. */
export interface Utterance {
  text: string;
  planned: Buffer;
  /** Bytes of `planned` that went out: all of them, or a prefix after an interruption. */
  sent: Buffer;
  /** Position in `audioSent` of its first byte. */
  offset: number;
  interrupted: boolean;
  /** Bytes sent when `user-interrupted` went out; what follows in `sent` is stale. */
  freshBytes: number;
}

/** One frame on the socket: when (ms since the call began), and how many bytes. */
export interface FrameTime {
  ms: number;
  bytes: number;
}

export type TransportKind = 'websocket' | 'phone';

export interface EmulatedCall {
  readonly id: string;
  readonly status: string;
  readonly endedReason: string | undefined;
  readonly assistantId: string | undefined;
  readonly transport: TransportKind;
  readonly audioFormat: AudioFormat | undefined;
  readonly variableValues: JsonObject;
  readonly metadata: unknown;
  /** Every assistant byte put on the socket, silence between utterances included, in order. */
  readonly audioSent: Buffer;
  /** The utterances' bytes alone, in order. */
  readonly speechSent: Buffer;
  readonly utterances: readonly Utterance[];
  /** Every caller byte. */
  readonly audioReceived: Buffer;
  readonly framesSent: readonly FrameTime[];
  readonly framesReceived: readonly FrameTime[];
  readonly transcript: readonly TranscriptLine[];
  readonly toolResults: readonly ToolOutcome[];
  /** Live control messages taken, from the control URL and from the socket. */
  readonly controls: readonly JsonObject[];
  readonly problems: readonly string[];
  /** Settles when the call is over and its end-of-call report was delivered, or given up. */
  readonly done: Promise<void>;
}

export type TimelineKind =
  | 'call-created'
  | 'call-started'
  | 'assistant-said'
  | 'caller-speaking'
  | 'caller-stopped'
  | 'caller-said'
  | 'tool-called'
  | 'tool-answered'
  | 'interrupted'
  | 'control'
  | 'ended'
  | 'report-posted';

export interface TimelineEvent {
  /** Epoch ms. */
  at: number;
  callId: string;
  kind: TimelineKind;
  text: string;
  /** Since the start of the call; for `tool-answered` the time the answer took. */
  ms: number;
}

/** Spoils the next matching request: once, unless `times` or `forMs` says otherwise. */
export interface Fault {
  /** Any method where left out. */
  method?: string;
  /** The exact path without the query, or a pattern. Any path where left out. */
  path?: string | RegExp;
  /** Answered instead of the real thing; left out with `delayMs`, the real answer comes late. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
  /** Cuts the connection without an answer. */
  cut?: boolean;
  /** With `status` or `cut`: the request is carried out all the same, only its answer is lost. */
  carriedOut?: boolean;
  /** How many matching requests it lets pass before it begins. */
  skip?: number;
  /** How many matching requests it spoils. */
  times?: number;
  /**
   * How long it goes on, in ms from the first request that it spoils: a lock-out, such as the 20 s or so of 429
   * that field reports tell of. With `times` too, whichever is over first counts.
   */
  forMs?: number;
}
