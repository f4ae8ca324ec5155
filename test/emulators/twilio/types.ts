import type { ContractProxy } from './contractProxy';

/** One Twilio number of the emulated account. */
export interface TwilioNumber {
  /** E.164 */
  number: string;
  /** `PN…`; made up when missing. */
  sid?: string;
  /** Public address that is asked for TwiML when a call comes in. */
  voiceUrl: string;
  /** How `voiceUrl` is asked; `POST` where missing. */
  voiceMethod?: 'GET' | 'POST';
  /** `AP…`: a TwiML app that answers instead of `voiceUrl`. The emulator has no apps, so such a number takes no calls. */
  voiceApplicationSid?: string;
  /** `TK…`: a SIP trunk that takes the calls instead of everything else. The same holds. */
  trunkSid?: string;
  friendlyName?: string;
  /** Asked when `voiceUrl` fails. */
  voiceFallbackUrl?: string;
  /** Told when a call is over. */
  statusCallback?: string;
  /** Default: when the emulator was started. */
  createdAt?: Date;
  /** Whether it takes calls at all; default true. */
  voice?: boolean;
}

/** How a `<Dial>` turns out. */
export interface DialOutcome {
  status: 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
  /** Milliseconds that the two talk, before `timeScale`. */
  durationMs: number;
}

export interface TwilioEmulatorOptions {
  /** `AC` and 32 hexadecimal digits. */
  accountSid: string;
  authToken: string;
  /** API keys of the account that REST takes as well: SID (`SK…`) → secret. */
  apiKeys?: Record<string, string>;
  /** Port of the REST API on 127.0.0.1; 0 or missing: any free one. */
  port?: number;
  /** Public name → loopback origin: `{'bridge.test': 'http://127.0.0.1:1234'}`. May be filled in later. */
  hosts: Record<string, string>;
  numbers: TwilioNumber[];
  /** Numbers that the account may buy, E.164. Default: none. */
  numbersForSale?: string[];
  /** Termination domains of other accounts' trunks. */
  takenDomains?: string[];
  /**
   * A deleted trunk's domain can't be had again, as for up to 30 days at Twilio (Twilio Support, "Unable to reuse deleted
   * Elastic SIP Trunk termination domains"). Default false.
   */
  keepDeletedDomains?: boolean;
  /** Holds REST requests and answers to a contract; what breaks it is in `contractProblems`. Default: none does. */
  contract?: ContractProxy;
  /** Milliseconds a webhook may take; Twilio's limit is 15 000. */
  webhookTimeoutMs?: number;
  /** Factor on `<Pause>`, `<Say>`, `<Play>` and `<Dial>`; the media stream always runs in real time. Default 1. */
  timeScale?: number;
  /** Decides how a `<Dial>` turns out; by default it is answered and lasts a second. */
  dial?: (target: string) => DialOutcome;
}

/** An entry of Twilio's debugger. */
export interface TwilioWarning {
  code: number;
  message: string;
}

export interface WebhookPost {
  /** Public address. */
  url: string;
  /** HTTP status of the answer, or undefined when there was none. */
  status?: number;
  /** Body of the answer. */
  body: string;
  /** Form fields that were sent. */
  params: Record<string, string>;
}

export interface ReceivedPayload {
  /** Milliseconds since the call began. */
  at: number;
  bytes: Buffer;
}

export interface ClearRecord {
  /** Milliseconds since the call began. */
  at: number;
  /** Bytes that were queued and will never be heard. */
  droppedBytes: number;
}

export interface MarkRecord {
  name: string;
  /** Milliseconds since the call began. */
  receivedAt: number;
  echoedAt?: number;
  /** The echo was caused by `clear`: what came before it was not played in full. */
  cleared: boolean;
}

export interface StreamState {
  sid: string;
  /** As in the TwiML, made absolute. */
  url: string;
  name?: string;
  /** `<Connect>`; false for a `<Start>` fork. */
  bidirectional: boolean;
  customParameters: Record<string, string>;
  status: 'connecting' | 'open' | 'closed' | 'failed';
  /** HTTP status of a refused handshake. */
  handshakeStatus?: number;
  closedBy?: 'server' | 'twilio';
  closeCode?: number;
  /** Caller frames sent. */
  framesSent: number;
  /** Bytes that wait to be played to the caller. */
  bufferedBytes: number;
  /** Times the buffer ran dry in the middle of a frame: what the caller hears as a click. */
  partialFrames: number;
  /** Payloads that are not base64; they are not played. */
  badPayloads: number;
  /** Messages that Twilio would not understand, the first 20, with the reason. */
  invalidMessages: string[];
}

export type EndedBy =
  /** The caller hung up. */
  | 'caller'
  /** `<Hangup>`, or the document was over. */
  | 'twiml'
  /** `Status=completed` by REST. */
  | 'rest'
  /** The server closed the media stream and nothing to hear or do came after `<Connect>`. */
  | 'stream-closed'
  | 'rejected'
  /** "An application error has occurred." */
  | 'application-error'
  /** The emulator was closed. */
  | 'emulator';

export type CallStatus = 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'canceled';

export interface CallResult {
  endedBy: EndedBy;
  status: CallStatus;
  /** Milliseconds from the first TwiML to the end; 0 when never answered. */
  durationMs: number;
  /** What the caller heard as a mu-law time line; 0xFF where nothing was playing. */
  heard: Buffer;
  /** Only the bytes that were really played, without gaps. */
  played: Buffer;
  received: ReceivedPayload[];
  /** Every caller byte that went to the server, silence included. */
  sent: Buffer;
  clears: ClearRecord[];
  marks: MarkRecord[];
  /** Texts of `<Say>` in order. */
  spoken: string[];
  /** Addresses of `<Play>`. */
  playedUrls: string[];
  /** Targets of `<Dial>`. */
  dialed: string[];
  /** What went wrong in the emulator or the caller's script. Empty in a good call. */
  errors: string[];
}

/** The caller's hand and ear. Every promise rejects with {@link CallEnded} when the call is over. */
export interface CallerLine {
  /** Says something (mu-law, 8 kHz). Resolves when its last 20 ms went out. */
  play(mulaw: Buffer): Promise<void>;
  /** Says nothing for a while; in line time, so in step with the audio. */
  wait(ms: number): Promise<void>;
  /** Waits for the media stream to be open. */
  untilStreamOpen(options?: { timeoutMs?: number }): Promise<void>;
  /** Waits until the caller has heard so much sound since their last `play` or turn. */
  untilAssistantSpeaks(options: { minSpokenMs: number; timeoutMs: number }): Promise<void>;
  /** Waits for the assistant's turn to be over: so much sound since the caller's, then so much silence. */
  untilAssistantSilent(options: { minSpokenMs: number; silenceMs: number; timeoutMs: number }): Promise<void>;
  /** One of `0`–`9`, `*`, `#`, `A`–`D`. */
  pressDigit(digit: string): void;
  hangUp(): void;
  /** Milliseconds of sound (not silence) that the caller has heard so far. */
  readonly heardMs: number;
}

/** A bumpy line from the caller to the server. */
export interface Jitter {
  /** Length of a period in milliseconds. */
  everyMs: number;
  /** How much of its end is held back and then comes in a burst. At least 20, less than `everyMs`. */
  holdMs: number;
}

export interface CallOptions {
  from: string;
  /** One of the emulator's numbers. */
  to: string;
  /** What the caller does once the call is answered; afterwards they stay on the line, silent. */
  caller?: (line: CallerLine) => Promise<void>;
  /**
   * Caller frames come in bursts: none lost, in order, with the timestamps at which they were said. Digits, marks
   * and what the caller hears are not held up. Default: none.
   */
  jitter?: Jitter;
}

export interface TimelineEntry {
  /** Milliseconds since 1970. */
  at: number;
  callSid: string;
  kind:
    | 'call'
    | 'webhook'
    | 'answered'
    | 'say'
    | 'play'
    | 'pause'
    | 'dial'
    | 'stream-open'
    | 'stream-failed'
    | 'stream-closed'
    | 'assistant-speaks'
    | 'assistant-silent'
    | 'caller-speaks'
    | 'caller-silent'
    | 'digit'
    | 'clear'
    | 'rest'
    | 'warning'
    | 'ended';
  text: string;
}

/** A request that the REST API served. */
export interface RestRequest {
  method: string;
  path: string;
  form: Record<string, string>;
  status: number;
}

/** Rejects what a caller's script is waiting for when the call is over. */
export class CallEnded extends Error {
  constructor() {
    super('The call is over.');
    this.name = 'CallEnded';
  }
}
