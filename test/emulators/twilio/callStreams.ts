import type { CallWebhooks } from './callWebhooks';
import type { Interruption } from './interruption';
import { FRAME_BYTES, SILENCE } from './lineClock';
import { MediaStream, type StreamLog } from './mediaStream';
import { newSid } from './sid';
import type { StreamSpec } from './twimlRunner';
import type { Jitter, StreamState, TimelineEntry } from './types';

export interface CallStreamsOptions {
  accountSid: string;
  callSid: string;
  authToken: string;
  hosts: Record<string, string>;
  webhooks: CallWebhooks;
  log: StreamLog;
  jitter?: Jitter | undefined;
  tell(kind: TimelineEntry['kind'], text: string): void;
}

/** 20 ms of the line, both ways. */
export interface LineFrame {
  /** What the caller hears. */
  heard: Buffer;
  /** How much of it came from the server. */
  playedBytes: number;
}

/** The media streams of one call: at most one two-way stream, any number of forks. */
export class CallStreams {
  /** Every stream of the call, in order. */
  readonly states: StreamState[] = [];
  private readonly open = new Map<MediaStream, StreamSpec>();

  constructor(private readonly options: CallStreamsOptions) {}

  /** The open two-way stream. */
  get twoWay(): MediaStream | undefined {
    return [...this.open.keys()].find((stream) => stream.state.bidirectional && stream.isOpen);
  }

  /** `<Connect>`: resolves when the stream is over, with whether there was one. */
  async connect(spec: StreamSpec, interruption: Interruption): Promise<boolean> {
    const stream = await this.start(spec, true, interruption);
    if (!stream) return false;
    await Promise.race([stream.closed, interruption.happened]);
    await this.close(stream);
    interruption.checkpoint();
    return true;
  }

  /** `<Start>`: opens a one-way copy and lets the call go on. */
  async fork(spec: StreamSpec, interruption: Interruption): Promise<void> {
    const stream = await this.start(spec, false, interruption);
    if (stream) void stream.closed.then(() => this.close(stream));
  }

  /** `<Stop>` */
  async stopFork(name: string): Promise<void> {
    const forks = [...this.open.keys()].filter(
      ({ state }) => !state.bidirectional && (state.name ?? '') === name,
    );
    await Promise.all(forks.map((stream) => this.close(stream)));
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((stream) => this.close(stream)));
  }

  sendDigit(digit: string): void {
    for (const stream of this.open.keys()) stream.sendDigit(digit);
  }

  /** Moves 20 ms of audio. */
  exchange(said: Buffer): LineFrame {
    const { twoWay } = this;
    for (const stream of this.open.keys()) stream.sendMedia(said);
    const played = twoWay?.playFrame() ?? { frame: Buffer.alloc(FRAME_BYTES, SILENCE), bytes: 0 };
    return { heard: played.frame, playedBytes: played.bytes };
  }

  private async start(
    spec: StreamSpec,
    bidirectional: boolean,
    interruption: Interruption,
  ): Promise<MediaStream | undefined> {
    const { accountSid, callSid, authToken, hosts, log, jitter } = this.options;
    const identity = { accountSid, callSid, streamSid: newSid('MZ') };
    const stream = new MediaStream({ ...spec, identity, bidirectional, authToken, hosts, log, jitter });
    this.states.push(stream.state);
    const opening = stream.open();
    const problem = await Promise.race([opening, interruption.happened]);
    if (interruption.signal.aborted) {
      await stream.stop();
      await opening;
      interruption.checkpoint();
    }
    if (typeof problem === 'string') {
      this.options.tell('stream-failed', problem);
      this.tellCallback(spec, stream.state, 'stream-error', problem);
      return undefined;
    }
    this.open.set(stream, spec);
    this.options.tell('stream-open', spec.url);
    this.tellCallback(spec, stream.state, 'stream-started');
    return stream;
  }

  private async close(stream: MediaStream): Promise<void> {
    await stream.stop();
    const spec = this.open.get(stream);
    if (!spec || !this.open.delete(stream)) return;
    this.options.tell('stream-closed', `by ${stream.state.closedBy}, code ${stream.state.closeCode}`);
    this.tellCallback(spec, stream.state, 'stream-stopped');
  }

  /** Source: Twilio docs, `<Stream>`, statusCallback. */
  private tellCallback(spec: StreamSpec, state: StreamState, event: string, error?: string): void {
    if (spec.statusCallback === undefined) return;
    this.options.webhooks.tell(spec.statusCallback, spec.statusCallbackMethod, {
      AccountSid: this.options.accountSid,
      CallSid: this.options.callSid,
      StreamSid: state.sid,
      StreamName: state.name ?? state.sid,
      StreamEvent: event,
      ...(error !== undefined && { StreamError: error }),
      Timestamp: new Date().toISOString(),
    });
  }
}
