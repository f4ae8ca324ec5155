import WebSocket, { type RawData } from 'ws';
import { textOfFrame } from './frameText';
import { routeTo } from './hosts';
import { JitterBuffer } from './jitter';
import { FRAME_MS } from './lineClock';
import { PlaybackBuffer, type PlayedFrame } from './playback';
import { twilioSignature } from './signature';
import { readServerMessage, StreamNarrator, type StreamIdentity } from './streamMessages';
import type { ClearRecord, Jitter, MarkRecord, ReceivedPayload, StreamState } from './types';

/** What a stream does is written down here, by the call it belongs to. */
export interface StreamLog {
  /** Milliseconds since the call began. */
  now(): number;
  warn(code: number, message: string): void;
  received: ReceivedPayload[];
  /** Caller frames that went to the two-way stream. */
  sent: Buffer[];
  clears: ClearRecord[];
  marks: MarkRecord[];
  onClear(droppedBytes: number): void;
}

export interface MediaStreamOptions {
  identity: StreamIdentity;
  url: string;
  name?: string;
  customParameters: Record<string, string>;
  bidirectional: boolean;
  authToken: string;
  hosts: Record<string, string>;
  log: StreamLog;
  jitter?: Jitter | undefined;
}

const HANDSHAKE_MS = 30_000;
/** How long Twilio's side waits for an orderly close before it drops the connection. */
const CLOSE_MS = 5_000;
const KEPT_REASONS = 20;

/**
 * Twilio's end of one media WebSocket.
 * Source: Twilio docs, Media Streams (overview, WebSocket messages), errors 31901, 31920–31924, 31950, 31951.
 */
export class MediaStream {
  readonly state: StreamState;
  /** Resolves once, when the socket is gone. */
  readonly closed: Promise<void>;
  private readonly playback = new PlaybackBuffer();
  private readonly jitter: JitterBuffer<Buffer>;
  private readonly narrator: StreamNarrator;
  private readonly warned = new Set<number>();
  private socket: WebSocket | undefined;
  private markClosed!: () => void;

  constructor(private readonly options: MediaStreamOptions) {
    const { identity, url, name, bidirectional, customParameters } = options;
    this.narrator = new StreamNarrator(identity);
    this.jitter = new JitterBuffer(options.jitter);
    this.closed = new Promise((resolve) => (this.markClosed = resolve));
    this.state = {
      sid: identity.streamSid,
      url,
      ...(name !== undefined && { name }),
      bidirectional,
      customParameters,
      status: 'connecting',
      framesSent: 0,
      bufferedBytes: 0,
      partialFrames: 0,
      badPayloads: 0,
      invalidMessages: [],
    };
  }

  get isOpen(): boolean {
    return this.state.status === 'open';
  }

  /** Connects and says `connected` and `start`. @returns undefined, or why there is no stream */
  async open(): Promise<string | undefined> {
    const problem = this.urlProblem() ?? (await this.connect());
    if (problem) {
      this.state.status = 'failed';
      this.options.log.warn(problem.code, problem.message);
      this.markClosed();
      return problem.message;
    }
    return undefined;
  }

  /** Takes the caller's next 20 ms, and sends what is due. */
  sendMedia(frame: Buffer): void {
    if (this.isOpen) this.sendFrames(this.jitter.pass(frame));
  }

  sendDigit(digit: string): void {
    if (this.isOpen) this.socket?.send(this.narrator.dtmf(digit));
  }

  /** The next 20 ms of what the server sent; marks that were passed are echoed. */
  playFrame(): PlayedFrame {
    const played = this.playback.nextFrame();
    this.echo(played.marks, false);
    if (played.bytes > 0 && played.bytes < played.frame.length) this.state.partialFrames += 1;
    this.state.bufferedBytes = this.playback.size;
    return played;
  }

  /** The phone side ends the stream: `stop`, then close. Resolves when the socket is gone. */
  async stop(): Promise<void> {
    const { socket } = this;
    if (this.isOpen && socket) {
      this.sendFrames(this.jitter.flush());
      this.state.closedBy = 'twilio';
      this.state.status = 'closed';
      socket.send(this.narrator.stop());
      socket.close(1000);
    } else if (this.state.status === 'connecting') {
      this.state.closedBy = 'twilio';
      socket?.terminate();
      if (!socket) this.markClosed();
    }
    const timer = setTimeout(() => socket?.terminate(), CLOSE_MS);
    await this.closed;
    clearTimeout(timer);
  }

  /** None is ever left out, so a frame's number tells when it was said. */
  private sendFrames(frames: Buffer[]): void {
    for (const frame of frames) {
      this.socket?.send(this.narrator.media(frame, this.state.framesSent * FRAME_MS));
      this.state.framesSent += 1;
      if (this.state.bidirectional) this.options.log.sent.push(frame);
    }
  }

  private urlProblem(): { code: number; message: string } | undefined {
    const { url } = this.options;
    if (!/^wss:\/\//i.test(url)) {
      return { code: 31922, message: `Stream URL "${url}" is not a wss:// address.` };
    }
    if (url.includes('?')) {
      return {
        code: 31920,
        message: `Stream URL "${url}" has a query string; use <Parameter> to pass values.`,
      };
    }
    return undefined;
  }

  private connect(): Promise<{ code: number; message: string } | undefined> {
    const { url, hosts, authToken } = this.options;
    const route = routeTo(url, hosts);
    if (!route) {
      return Promise.resolve({
        code: 31901,
        message: `The host of "${url}" is unknown; add it to the emulator's "hosts".`,
      });
    }
    return new Promise((resolve) => {
      const socket = new WebSocket(route.target, {
        perMessageDeflate: false,
        handshakeTimeout: HANDSHAKE_MS,
        headers: {
          Host: route.host,
          'User-Agent': 'Twilio.TmeWs/1.0',
          'x-twilio-signature': twilioSignature(authToken, url),
        },
      });
      this.socket = socket;
      socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
      socket.on('open', () => {
        this.state.status = 'open';
        socket.send(this.narrator.connected());
        socket.send(this.narrator.start(this.options.customParameters));
        resolve(undefined);
      });
      socket.on('unexpected-response', (request, response) => {
        this.state.handshakeStatus = response.statusCode ?? 0;
        resolve({
          code: 31920,
          message: `The WebSocket handshake with "${url}" was answered with HTTP ${response.statusCode} instead of 101.`,
        });
        response.resume();
        request.destroy();
      });
      socket.on('error', (error) => {
        if (this.isOpen) this.warnOnce(31924, `WebSocket protocol error: ${error.message}`);
        resolve({ code: 31901, message: `No connection to "${url}": ${error.message}` });
      });
      socket.on('close', (code) => {
        this.onClose(code);
        resolve({ code: 31901, message: `The connection to "${url}" was closed during the handshake.` });
      });
    });
  }

  private onClose(code: number): void {
    if (this.isOpen) {
      this.state.closedBy = 'server';
      this.state.status = 'closed';
      this.options.log.warn(31921, `The server closed the media stream (code ${code}).`);
    }
    this.state.closeCode = code;
    this.markClosed();
  }

  private onMessage(data: RawData, isBinary: boolean): void {
    if (!this.isOpen) return;
    const { log, bidirectional, identity } = this.options;
    if (!bidirectional) {
      this.refuse(31924, 'a message on a one-way stream, which <Start> opens; use <Connect>');
      return;
    }
    if (isBinary) {
      this.refuse(31950, 'a binary frame; only text frames are understood');
      return;
    }
    const message = readServerMessage(textOfFrame(data), identity.streamSid);
    switch (message.event) {
      case 'media':
        log.received.push({ at: log.now(), bytes: message.payload });
        this.playback.push(message.payload);
        this.state.bufferedBytes = this.playback.size;
        break;
      case 'mark':
        log.marks.push({ name: message.name, receivedAt: log.now(), cleared: false });
        if (this.playback.mark(message.name)) this.echo([message.name], false);
        break;
      case 'clear': {
        const { droppedBytes, marks } = this.playback.clear();
        this.state.bufferedBytes = 0;
        log.clears.push({ at: log.now(), droppedBytes });
        log.onClear(droppedBytes);
        this.echo(marks, true);
        break;
      }
      case 'bad-payload':
        this.state.badPayloads += 1;
        break;
      case 'invalid':
        this.refuse(31951, message.reason);
    }
  }

  private echo(names: string[], cleared: boolean): void {
    for (const name of names) {
      const record = this.options.log.marks.find((mark) => mark.name === name && mark.echoedAt === undefined);
      if (record) Object.assign(record, { echoedAt: this.options.log.now(), cleared });
      if (this.isOpen) this.socket?.send(this.narrator.mark(name));
    }
  }

  private refuse(code: number, reason: string): void {
    if (this.state.invalidMessages.length < KEPT_REASONS) this.state.invalidMessages.push(reason);
    this.warnOnce(code, `The server sent what a media stream does not take: ${reason}`);
  }

  private warnOnce(code: number, message: string): void {
    if (this.warned.has(code)) return;
    this.warned.add(code);
    this.options.log.warn(code, message);
  }
}
