import { CallCourse } from './callCourse';
import { CallRecord } from './callRecord';
import { CallStreams } from './callStreams';
import { CallWebhooks } from './callWebhooks';
import { Interrupted } from './interruption';
import { LineClock } from './lineClock';
import { PhoneLine } from './phoneLine';
import { newSid } from './sid';
import type { CallLeg, EndStep, StreamSpec } from './twimlRunner';
import {
  CallEnded,
  type CallOptions,
  type CallResult,
  type CallStatus,
  type DialOutcome,
  type EndedBy,
  type StreamState,
  type TimelineEntry,
  type TwilioNumber,
  type TwilioWarning,
  type WebhookPost,
} from './types';

/** What a call needs to know of its account. */
export interface CallContext {
  accountSid: string;
  authToken: string;
  hosts: Record<string, string>;
  webhookTimeoutMs: number;
  timeScale: number;
  dial: (target: string) => DialOutcome;
  onTimeline(entry: TimelineEntry): void;
}

const SPOKEN_MS_PER_CHARACTER = 65;
const PLAYED_MS = 1_000;

/** One incoming call, from the voice webhook to the last status callback. */
export class Call implements CallLeg {
  readonly sid = newSid('CA');
  readonly startedAt = new Date();
  endedAt: Date | undefined;
  status: CallStatus = 'ringing';
  readonly warnings: TwilioWarning[] = [];
  /** Never rejects: what went wrong is in `errors`. */
  readonly done: Promise<CallResult>;

  private readonly record = new CallRecord();
  private readonly clock = new LineClock(() => this.tick());
  private readonly line: PhoneLine;
  private readonly webhooks: CallWebhooks;
  private readonly mediaStreams: CallStreams;
  private readonly course: CallCourse;

  constructor(
    private readonly context: CallContext,
    private readonly number: TwilioNumber,
    private readonly options: CallOptions,
  ) {
    const { accountSid, authToken, hosts, webhookTimeoutMs } = context;
    const { record } = this;
    const warn = (code: number, message: string): void => this.warn(code, message);
    this.line = new PhoneLine({
      isStreamOpen: () => this.mediaStreams.twoWay !== undefined,
      onDigit: (digit) => {
        this.tell('digit', digit);
        this.mediaStreams.sendDigit(digit);
      },
      onHangUp: () => this.hangUp(),
      onAssistantTurn: (speaking) => this.tell(speaking ? 'assistant-speaks' : 'assistant-silent', ''),
      onCallerTurn: (speaking) => this.tell(speaking ? 'caller-speaks' : 'caller-silent', ''),
    });
    this.webhooks = new CallWebhooks({
      ...{ authToken, hosts, timeoutMs: webhookTimeoutMs, warn },
      facts: () => ({ accountSid, callSid: this.sid, from: this.from, to: this.to, status: this.status }),
      onPost: (text) => this.tell('webhook', text),
    });
    this.mediaStreams = new CallStreams({
      ...{ accountSid, callSid: this.sid, authToken, hosts, webhooks: this.webhooks },
      log: {
        ...{ warn, received: record.received, sent: record.sent },
        ...{ clears: record.clears, marks: record.marks },
        now: () => record.now(),
        onClear: (bytes) => this.tell('clear', `${bytes} bytes unheard`),
      },
      tell: (kind, text) => this.tell(kind, text),
      jitter: options.jitter,
    });
    this.course = new CallCourse({
      ...{ number, webhooks: this.webhooks, leg: this, warn },
      onError: (message) => record.errors.push(message),
    });
    this.tell('call', `${options.from} calls ${options.to}`);
    this.done = this.run();
  }

  get from(): string {
    return this.options.from;
  }

  get to(): string {
    return this.options.to;
  }

  get webhookPosts(): WebhookPost[] {
    return this.webhooks.posts;
  }

  /** Every media stream of the call, forks included. */
  get streams(): StreamState[] {
    return this.mediaStreams.states;
  }

  /** The latest media stream. */
  get stream(): StreamState | undefined {
    return this.streams.at(-1);
  }

  get isOver(): boolean {
    return this.course.isEnding;
  }

  /** Seconds since the call was answered, or that it lasted. */
  get durationSeconds(): number {
    return Math.round(this.record.durationMs / 1000);
  }

  /** The caller hangs up. */
  hangUp(): void {
    this.end('caller');
  }

  /** Ends the call on behalf of somebody; the first one counts. */
  end(by: EndedBy): void {
    this.course.turnTo({ kind: 'end', by });
  }

  /** Other TwiML takes over (REST `Twiml` or `Url`). */
  replaceTwiml(source: { xml: string } | { url: string; method: 'GET' | 'POST' }): void {
    this.course.turnTo(
      'xml' in source
        ? { kind: 'document', xml: source.xml, baseUrl: this.number.voiceUrl }
        : { kind: 'fetch', url: source.url, method: source.method, params: {} },
    );
  }

  // --- CallLeg: what TwiML can do with the call ---

  answer(): void {
    if (this.status !== 'ringing') return;
    this.status = 'in-progress';
    this.record.answer();
    this.tell('answered', '');
    this.clock.start();
    void this.playCaller();
  }

  checkpoint(): void {
    this.course.interruption.checkpoint();
  }

  pause(ms: number): Promise<void> {
    this.tell('pause', `${ms} ms`);
    return this.sleep(ms);
  }

  async forever(): Promise<never> {
    await this.course.interruption.happened;
    throw new Interrupted();
  }

  async say(text: string): Promise<void> {
    this.record.spoken.push(text);
    this.tell('say', text);
    await this.sleep(text.length * SPOKEN_MS_PER_CHARACTER);
  }

  async play(url: string): Promise<void> {
    this.record.playedUrls.push(url);
    this.tell('play', url);
    await this.sleep(PLAYED_MS);
  }

  async dial(target: string): Promise<DialOutcome> {
    this.record.dialed.push(target);
    const outcome = this.context.dial(target);
    this.tell('dial', `${target}: ${outcome.status}`);
    await this.sleep(outcome.durationMs);
    return outcome;
  }

  connect(spec: StreamSpec): Promise<boolean> {
    return this.mediaStreams.connect(spec, this.course.interruption);
  }

  fork(spec: StreamSpec): Promise<void> {
    return this.mediaStreams.fork(spec, this.course.interruption);
  }

  stopFork(name: string): Promise<void> {
    return this.mediaStreams.stopFork(name);
  }

  // --- the end, the caller, the audio ---

  private async run(): Promise<CallResult> {
    // Whoever places the call gets it in hand before anything happens on it.
    await Promise.resolve();
    return this.finish(await this.course.follow());
  }

  private async finish({ by, status }: EndStep): Promise<CallResult> {
    await this.mediaStreams.closeAll();
    this.clock.stop();
    this.record.end();
    this.endedAt = new Date();
    this.status = status ?? (this.status === 'ringing' ? 'canceled' : 'completed');
    this.line.end();
    this.tell('ended', `${by}, ${this.status}`);
    if (this.number.statusCallback !== undefined) {
      this.webhooks.tellCallStatus(this.number.statusCallback, {
        CallDuration: String(this.durationSeconds),
        Duration: String(Math.ceil(this.durationSeconds / 60)),
        CallbackSource: 'call-progress-events',
        SequenceNumber: '0',
        Timestamp: this.endedAt.toUTCString(),
      });
    }
    await this.webhooks.settled();
    return this.record.result(by, this.status);
  }

  private async playCaller(): Promise<void> {
    try {
      await this.options.caller?.(this.line);
    } catch (error) {
      if (error instanceof CallEnded) return;
      this.record.errors.push(error instanceof Error ? error.message : String(error));
      this.hangUp();
    }
  }

  private tick(): void {
    const said = this.line.nextFrame();
    const { heard, playedBytes } = this.mediaStreams.exchange(said);
    this.record.heard.push(heard);
    if (playedBytes > 0) this.record.played.push(heard.subarray(0, playedBytes));
    this.line.hear(heard);
  }

  private sleep(ms: number): Promise<void> {
    return this.course.interruption.sleep(ms * this.context.timeScale);
  }

  private warn(code: number, message: string): void {
    this.warnings.push({ code, message });
    this.tell('warning', `${code} ${message}`);
  }

  private tell(kind: TimelineEntry['kind'], text: string): void {
    this.context.onTimeline({ at: Date.now(), callSid: this.sid, kind, text });
  }
}
