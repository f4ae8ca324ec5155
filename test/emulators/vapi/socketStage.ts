import { setTimeout as sleep } from 'node:timers/promises';
import type { RawData, WebSocket } from 'ws';
import { type AudioFormat, durationMs, standInSpeech } from './audio';
import type { CallRecord } from './callRecord';
import type { JsonObject } from './json';
import { liveMessageError } from './liveMessages';
import type { Messenger } from './messenger';
import { Outlet } from './outlet';
import type { Stage } from './player';
import type { CallToolsStep, ListenStep, SayStep } from './script';
import { Speaker } from './speaker';
import { SpeechDetector } from './speechDetector';
import { onceOver, sayAsText, userTranscript } from './spoken';
import type { ToolOutcome, Utterance } from './types';

const LISTEN_DEFAULTS = { minMs: 200, silenceMs: 700, timeoutMs: 15_000 };

/** How often a listener looks at what it heard, in ms. */
const POLL_MS = 20;
/** Longer than any machine stalls. */
const MUTE_MS = 5000;

export interface SocketHooks {
  signal: AbortSignal;
  joinTimeoutMs: number;
  silenceTimeoutMs: number;
  end(reason: string): void;
  live(message: JsonObject): void;
  runTools(step: CallToolsStep): Promise<ToolOutcome[]>;
}

/** A websocket call: real audio both ways, in real time (Vapi docs: websocket transport). */
export class SocketStage implements Stage {
  private readonly format: AudioFormat;
  private readonly speaker: Speaker;
  private readonly outlet: Outlet;
  private readonly ears: SpeechDetector;
  private lastAudio = performance.now();
  private heardAny = false;
  private customerMuted = false;
  private turn = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly call: CallRecord,
    private readonly messenger: Messenger,
    private readonly hooks: SocketHooks,
  ) {
    if (!call.audioFormat) throw new Error(`Call ${call.id} has no audio format: it is no websocket call.`);
    this.format = call.audioFormat;
    this.ears = new SpeechDetector(this.format, (speaking) => this.callerChanged(speaking));
    this.outlet = new Outlet(socket);
    this.speaker = new Speaker(
      this.format,
      (frame) => this.outlet.send(frame, () => call.noteSent(frame)),
      () => this.watch(),
    );
    messenger.sendText = (message) => this.outlet.send(JSON.stringify(message));
    socket.on('message', (data, isBinary) => this.take(data, isBinary));
    socket.on('close', () => hooks.end('customer-ended-call'));
    socket.on('error', (error) => call.problems.push(`The caller's socket failed: ${error.message}`));
    this.speaker.start();
  }

  get over(): boolean {
    return this.hooks.signal.aborted;
  }

  async say(step: SayStep): Promise<void> {
    const audio = step.audio ?? standInSpeech(this.format, step.text);
    const utterance: Utterance = {
      text: step.text,
      planned: audio,
      sent: Buffer.alloc(0),
      offset: 0,
      interrupted: false,
      freshBytes: 0,
    };
    const pieces: Buffer[] = [];
    let spokenBytes = 0;
    let told = false;
    // What the utterance tells is about the socket, so it is noted in turn with what goes out there.
    await this.speaker.speak({
      audio,
      burst: step.burst ?? false,
      interruptAfterMs: step.interruptAfterMs,
      staleAfterInterruptMs: step.staleAfterInterrupt ?? 0,
      started: () => {
        this.turn += 1;
        this.outlet.inTurn(() => {
          utterance.offset = this.call.bytesSent;
          this.call.utterances.push(utterance);
        });
        this.speechUpdate('started', 'assistant');
      },
      sent: (piece) => {
        spokenBytes += piece.length;
        this.outlet.inTurn(() => {
          pieces.push(piece);
          utterance.sent = Buffer.concat(pieces);
          if (!told) utterance.freshBytes += piece.length;
        });
      },
      interrupted: () => {
        utterance.interrupted = true;
        this.outlet.inTurn(() => (told = true));
        this.messenger.emit('user-interrupted');
        this.call.tell('interrupted', step.text);
      },
      ended: (interrupted) => {
        utterance.interrupted ||= interrupted;
        this.said(step.text, durationMs(this.format, spokenBytes));
      },
    });
  }

  /** The words are known when they were spoken; after the end of the call only the report has them. */
  private said(text: string, spokenMs: number): void {
    if (!this.over) {
      sayAsText(this.call, this.messenger, text, spokenMs);
      this.speechUpdate('stopped', 'assistant');
    } else if (spokenMs > 0) this.call.conversation.said('assistant', text, spokenMs);
  }

  async listen(step: ListenStep): Promise<void> {
    const { minMs, silenceMs, timeoutMs } = { ...LISTEN_DEFAULTS, ...step };
    const began = performance.now();
    this.ears.beginTurn();
    while (!this.over) {
      // Where no audio comes at all, the clock is the only measure of silence; not before it can't be a stall any more.
      const unheardMs = performance.now() - this.lastAudio;
      const gap = unheardMs > MUTE_MS ? unheardMs : 0;
      if (this.ears.spokenMs >= minMs && this.ears.silentMs + gap >= silenceMs) break;
      if (performance.now() - began >= timeoutMs) {
        this.call.problems.push(
          `The caller spoke ${this.ears.spokenMs} ms within ${timeoutMs} ms; ${minMs} ms were expected.`,
        );
        if (step.onTimeout !== 'continue') this.end('silence-timed-out');
        return;
      }
      await this.wait(POLL_MS);
    }
    if (this.over) return;
    const spokenMs = this.ears.spokenMs;
    this.ears.endTurn();
    if (step.text) userTranscript(this.call, this.messenger, step.text, spokenMs);
  }

  callTools(step: CallToolsStep): Promise<ToolOutcome[]> {
    return Promise.race([this.hooks.runTools(step), onceOver<ToolOutcome[]>(this.hooks.signal, [])]);
  }

  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.hooks.signal }).catch(() => {});
  }

  stall(ms: number): void {
    this.outlet.stall(ms);
  }

  async waitForHangup(timeoutMs?: number): Promise<void> {
    if (timeoutMs === undefined) return onceOver(this.hooks.signal, undefined);
    await this.wait(timeoutMs);
    if (!this.over) this.end('silence-timed-out');
  }

  end(reason: string): void {
    this.hooks.end(reason);
  }

  interrupt(): void {
    this.speaker.interrupt();
  }

  /** @param control one of Vapi's mute and unmute controls */
  mute(control: string): void {
    const muted = !control.startsWith('unmute');
    if (control.endsWith('assistant')) this.speaker.muted = muted;
    else this.customerMuted = muted;
  }

  close(): void {
    this.speaker.stop();
    this.outlet.release();
    if (this.socket.readyState === this.socket.OPEN) this.socket.close(1000);
    const kill = setTimeout(() => this.socket.terminate(), 5000);
    if (this.socket.readyState === this.socket.CLOSED) clearTimeout(kill);
    else this.socket.once('close', () => clearTimeout(kill));
  }

  /** Gives the call up when the caller's audio stays away. */
  private watch(): void {
    const quiet = performance.now() - this.lastAudio;
    if (!this.heardAny && quiet >= this.hooks.joinTimeoutMs)
      this.end('call.in-progress.error-assistant-did-not-receive-customer-audio');
    else if (this.heardAny && quiet >= this.hooks.silenceTimeoutMs) this.end('silence-timed-out');
  }

  private take(data: RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data)
      ? data
      : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (this.over) return;
    if (!isBinary) {
      this.takeText(bytes.toString('utf8'));
      return;
    }
    this.heardAny = true;
    this.lastAudio = performance.now();
    this.call.noteReceived(bytes);
    if (!this.customerMuted) this.ears.push(bytes);
  }

  /** Text that Vapi doesn't know makes it close the socket at once, without a code (1005). */
  private takeText(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      message = undefined;
    }
    const problem = liveMessageError(message, 'socket');
    if (!problem) {
      this.hooks.live(message as JsonObject);
      return;
    }
    this.call.problems.push(`Text on the socket refused: ${problem}; it was ${text.slice(0, 200)}`);
    this.socket.close();
    this.end('phone-call-provider-closed-websocket');
  }

  private callerChanged(speaking: boolean): void {
    this.call.tell(speaking ? 'caller-speaking' : 'caller-stopped', '');
    this.speechUpdate(speaking ? 'started' : 'stopped', 'user');
  }

  private speechUpdate(status: 'started' | 'stopped', role: 'assistant' | 'user'): void {
    this.messenger.emit('speech-update', { status, role, turn: this.turn });
  }
}
