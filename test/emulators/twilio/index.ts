import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Call, type CallContext } from './call';
import { callParams } from './callParams';
import { openRawStream, type RawStream, type RawStreamOptions } from './rawStream';
import { checkJitter } from './jitter';
import { createRestServer } from './rest';
import { takeFault, type RestFaults } from './restFault';
import { newSid } from './sid';
import { newTrunkingState, type TrunkingState } from './trunking';
import type {
  CallOptions,
  CallResult,
  CallStatus,
  RestRequest,
  StreamState,
  TimelineEntry,
  TwilioEmulatorOptions,
  TwilioNumber,
  TwilioWarning,
  WebhookPost,
} from './types';
import { sendWebhook } from './webhook';

export * from './types';
export { twilioSignature } from './signature';
export type { ContractProxy, Judged, WireRequest } from './contractProxy';
export type { RestFault, RestFaults } from './restFault';
export type * from './trunking/state';
export type { RawStream, RawStreamOptions } from './rawStream';

/** A call in progress or over. */
export interface TwilioCall {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  /** Resolves when the call is over and its status callbacks are delivered. Never rejects. */
  readonly done: Promise<CallResult>;
  readonly webhookPosts: WebhookPost[];
  /** What Twilio's debugger would show. A server that closes the stream always leaves a 31921. */
  readonly warnings: TwilioWarning[];
  /** The latest media stream. */
  readonly stream?: StreamState | undefined;
  readonly streams: StreamState[];
  /** The caller hangs up. */
  hangUp(): void;
}

export interface TwilioEmulator {
  /** Base of the REST API; stands for https://api.twilio.com. */
  readonly url: string;
  /** Public name → loopback origin; may be changed at any time. */
  readonly hosts: Record<string, string>;
  /** The account's numbers; may be changed at any time. */
  readonly numbers: TwilioNumber[];
  /** REST requests that were served, oldest first. */
  readonly requests: RestRequest[];
  readonly calls: readonly TwilioCall[];
  /** Somebody calls one of the numbers. @throws Error for a number that the account does not have, or for bad jitter */
  call(options: CallOptions): TwilioCall;
  on(event: 'timeline', listener: (entry: TimelineEntry) => void): void;
  off(event: 'timeline', listener: (entry: TimelineEntry) => void): void;
  /** Posts a voice webhook without a call, with a signature that may be forged. */
  postVoice(to: string, options?: PostVoiceOptions): Promise<VoiceAnswer>;
  /** What becomes of the next REST requests, one after the other: a fault, or undefined. */
  readonly restFaults: RestFaults;
  /** SIP trunks, and what belongs to them; its numbers are those of the account. */
  readonly trunking: TrunkingState;
  /** Where requests or answers broke the contract, if one is held to. */
  readonly contractProblems: string[];
  /** Opens a media socket without a call, with a handshake and messages that may be forged. */
  rawStream(options: RawStreamOptions): Promise<RawStream>;
  /** Ends every call and socket and stops the REST API. */
  close(): Promise<void>;
}

export interface PostVoiceOptions {
  signature?: 'valid' | 'wrong' | 'none';
  /** Replace or add form fields. */
  params?: Record<string, string>;
  /** Asked instead of the number's voice URL. */
  url?: string;
  /** Further headers, such as `I-Twilio-Idempotency-Token`. */
  headers?: Record<string, string>;
}

export interface VoiceAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** Starts Twilio's stand-in: its REST API, its webhooks, its end of media streams, and the caller's phone. */
export async function startTwilioEmulator(options: TwilioEmulatorOptions): Promise<TwilioEmulator> {
  if (!/^AC[0-9a-f]{32}$/i.test(options.accountSid)) {
    throw new Error(`accountSid "${options.accountSid}" is not AC and 32 hexadecimal digits.`);
  }
  if (options.authToken === '') throw new Error('authToken is empty.');
  const emulator = new Emulator(options);
  await emulator.listen(options.port ?? 0);
  return emulator;
}

class Emulator implements TwilioEmulator {
  url = '';
  readonly hosts: Record<string, string>;
  readonly numbers: TwilioNumber[];
  readonly requests: RestRequest[] = [];
  readonly calls: Call[] = [];
  private readonly events = new EventEmitter();
  private readonly rawStreams: RawStream[] = [];
  readonly restFaults: RestFaults = [];
  readonly contractProblems: string[] = [];
  readonly trunking: TrunkingState;
  private readonly server: Server;
  private readonly context: CallContext;

  constructor(options: TwilioEmulatorOptions) {
    const { accountSid, authToken, hosts } = options;
    this.hosts = hosts;
    const createdAt = new Date();
    this.numbers = options.numbers.map((entry) => ({ createdAt, ...entry, sid: entry.sid ?? newSid('PN') }));
    this.trunking = newTrunkingState({
      ...{ accountSid, numbers: this.numbers, forSale: [...(options.numbersForSale ?? [])] },
      ...{ takenDomains: [...(options.takenDomains ?? [])] },
      keepDeletedDomains: options.keepDeletedDomains ?? false,
    });
    const onTimeline = (entry: TimelineEntry): void => void this.events.emit('timeline', entry);
    this.context = {
      ...{ accountSid, authToken, hosts, onTimeline },
      webhookTimeoutMs: options.webhookTimeoutMs ?? 15_000,
      timeScale: options.timeScale ?? 1,
      dial: options.dial ?? (() => ({ status: 'completed', durationMs: 1_000 })),
    };
    this.server = createRestServer({
      ...{ accountSid, authToken, trunking: this.trunking, calls: this.calls, requests: this.requests },
      ...{ apiKeys: options.apiKeys ?? {}, contract: options.contract },
      contractProblems: this.contractProblems,
      takeFault: (method, path) => takeFault(this.restFaults, method, path),
      onCallUpdate: (call, text) =>
        onTimeline({ at: Date.now(), callSid: call.sid, kind: 'rest', text: `REST update: ${text}` }),
    });
  }

  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  call(options: CallOptions): TwilioCall {
    if (options.jitter) checkJitter(options.jitter);
    const call = new Call(this.context, this.ringingNumber(options.to), options);
    this.calls.push(call);
    return call;
  }

  on(event: 'timeline', listener: (entry: TimelineEntry) => void): void {
    this.events.on(event, listener);
  }

  off(event: 'timeline', listener: (entry: TimelineEntry) => void): void {
    this.events.off(event, listener);
  }

  async postVoice(to: string, options: PostVoiceOptions = {}): Promise<VoiceAnswer> {
    const { accountSid, authToken, hosts, webhookTimeoutMs: timeoutMs } = this.context;
    const facts = { accountSid, callSid: newSid('CA'), from: '+15550100001', to, status: 'ringing' } as const;
    const answer = await sendWebhook({
      ...{ url: options.url ?? this.numberOf(to).voiceUrl, method: 'POST', hosts, authToken, timeoutMs },
      params: { ...callParams(facts), ...options.params },
      signature: options.signature ?? 'valid',
      headers: options.headers ?? {},
    });
    if (answer.status === undefined) throw new Error(answer.failure?.message ?? 'No answer.');
    return { status: answer.status, contentType: answer.contentType, body: answer.body };
  }

  async rawStream(options: RawStreamOptions): Promise<RawStream> {
    const stream = await openRawStream(options, this.context);
    this.rawStreams.push(stream);
    return stream;
  }

  async close(): Promise<void> {
    for (const call of this.calls) call.end('emulator');
    await Promise.all([...this.calls.map((call) => call.done), ...this.rawStreams.map((raw) => raw.close())]);
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** The voice URL is asked only where neither a TwiML app nor a SIP trunk takes the calls. */
  private ringingNumber(number: string): TwilioNumber {
    const entry = this.numberOf(number);
    const taker = entry.trunkSid ?? entry.voiceApplicationSid;
    if (taker === undefined) return entry;
    throw new Error(`The emulator has no part for ${taker}, which takes the calls of "${number}".`);
  }

  private numberOf(number: string): TwilioNumber {
    const entry = this.numbers.find((candidate) => candidate.number === number);
    if (entry) return entry;
    const known = this.numbers.map((candidate) => candidate.number).join(', ');
    throw new Error(`The emulated account has no number "${number}"; it has: ${known || 'none'}.`);
  }
}
