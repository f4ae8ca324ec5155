import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { CallRecord } from './callRecord';
import { type JsonObject, numberAt, objectAt, stringAt } from './json';
import { liveMessageError } from './liveMessages';
import type { Messenger } from './messenger';
import { PhoneStage } from './phoneStage';
import { type Stage, play } from './player';
import { render } from './render';
import type { ConversationScript } from './script';
import { SocketStage } from './socketStage';
import { runToolCalls } from './toolCalls';

const DEFAULT_MAX_DURATION_SECONDS = 600;

export interface SessionSettings {
  joinTimeoutMs: number;
  silenceTimeoutMs: number;
  reportDelayMs: number;
  /** Chosen when the conversation begins. */
  script(): ConversationScript | undefined;
}

/**
 * The life of one call, from creation to its report. Every way out goes through `end`, which acts once.
 */
export class CallSession {
  private stage: (Stage & { close(): void }) | undefined;
  private readonly ending = new AbortController();
  private readonly timers = new Set<NodeJS.Timeout>();
  private urlUsed = false;

  constructor(
    readonly call: CallRecord,
    private readonly messenger: Messenger,
    private readonly settings: SessionSettings,
  ) {}

  get over(): boolean {
    return this.ending.signal.aborted;
  }

  /** Begins a phone call at once, and gives a socket call its time to be joined. */
  begin(): void {
    const { call } = this;
    call.tell('call-created', `${call.type} to ${describeParty(call)}`);
    if (call.blocked || call.status === 'scheduled') return;
    if (call.setup.body.phoneCallProviderBypassEnabled === true) return;
    if (call.transport === 'phone') void this.runPhone();
    else this.after(this.joinTimeoutMs, () => this.neverHeard());
  }

  /** Whether the socket URL may still be used: it is good for one connection. */
  get joinable(): boolean {
    return this.call.transport === 'websocket' && !this.urlUsed && !this.over && !this.call.blocked;
  }

  /** Takes the caller's socket and plays the script on it. */
  attach(socket: WebSocket): void {
    this.urlUsed = true;
    for (const timer of this.timers) clearTimeout(timer);
    const stage = new SocketStage(socket, this.call, this.messenger, {
      signal: this.ending.signal,
      joinTimeoutMs: this.joinTimeoutMs,
      silenceTimeoutMs: this.settings.silenceTimeoutMs,
      end: (reason) => this.end(reason),
      live: (message) => this.takeLive(message, 'customer-ended-call'),
      runTools: (step) => runToolCalls(step, this.call, this.messenger),
    });
    this.stage = stage;
    this.start();
    void this.converse(stage);
  }

  /**
   * A message at the control URL.
   *
   * @returns what is wrong with it, or undefined where it was taken
   */
  control(message: unknown): string | undefined {
    const problem = liveMessageError(message, 'control');
    if (problem) return problem;
    this.takeLive(message as JsonObject, 'manually-canceled');
    return undefined;
  }

  /**
   * Holds back everything on the socket for `ms`, then lets it go at once.
   *
   * @throws {Error} where there is no open socket, or `ms` is no length
   */
  stall(ms: number): void {
    const { call, stage } = this;
    if (this.over || !(stage instanceof SocketStage))
      throw new Error(`Call ${call.id} has no open socket to stall: stall a websocket call that was joined.`);
    stage.stall(ms);
  }

  /** Ends the call once; later reasons are ignored. */
  end(reason: string): void {
    if (this.over) return;
    const { call, messenger } = this;
    for (const timer of this.timers) clearTimeout(timer);
    call.status = 'ended';
    call.endedReason = reason;
    call.endedAt = new Date();
    call.updatedAt = call.endedAt;
    call.tell('ended', reason);
    messenger.emit('status-update', { status: 'ended', endedReason: reason });
    this.ending.abort();
    this.stage?.close();
    // The cut utterance is noted in this turn of the event loop, so that the report has it.
    this.after(this.settings.reportDelayMs, () => void this.report());
  }

  /** Drops the call without a word, as when the emulator is closed. */
  drop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.ending.abort();
    this.stage?.close();
    this.call.settle();
  }

  private get joinTimeoutMs(): number {
    const seconds = numberAt(this.call.setup.assistant.body, 'customerJoinTimeoutSeconds');
    return seconds === undefined ? this.settings.joinTimeoutMs : seconds * 1000;
  }

  /** As the docs name it; the OpenAPI has it with `call.in-progress.error-` in front. */
  private neverHeard(): void {
    this.end('call.in-progress.error-assistant-did-not-receive-customer-audio');
  }

  private async runPhone(): Promise<void> {
    const { call, messenger } = this;
    const stage = new PhoneStage(call, messenger, {
      signal: this.ending.signal,
      end: (reason) => this.end(reason),
      runTools: (step) => runToolCalls(step, call, messenger),
    });
    this.stage = stage;
    for (const status of ['queued', 'ringing']) {
      call.status = status;
      messenger.emit('status-update', { status });
      // The next one in another millisecond, so that times tell the order.
      await sleep(2);
      if (this.over) return;
    }
    this.start();
    await this.converse(stage);
  }

  private start(): void {
    const { call, messenger } = this;
    call.status = 'in-progress';
    call.startedAt = new Date();
    call.updatedAt = call.startedAt;
    call.tell('call-started', describeParty(call));
    messenger.emit('status-update', { status: 'in-progress' });
    messenger.emit('assistant.started', { newAssistant: call.setup.assistant.body });
    const seconds = numberAt(call.setup.assistant.body, 'maxDurationSeconds') ?? DEFAULT_MAX_DURATION_SECONDS;
    this.after(seconds * 1000, () => this.end('exceeded-max-duration'));
  }

  /** A script that throws is its author's mistake: the call ends, and its problems say why. */
  private async converse(stage: Stage): Promise<void> {
    try {
      await play(this.script(), stage);
    } catch (error) {
      this.call.problems.push(`The script failed: ${error instanceof Error ? error.message : String(error)}`);
      this.end('assistant-ended-call');
    }
  }

  /** Without a script the assistant says its first message and stays on the line. */
  private script(): ConversationScript {
    const script = this.settings.script();
    if (script) return script;
    const first = this.firstMessage();
    return [...(first ? [{ type: 'say' as const, text: first }] : []), { type: 'waitForHangup' }];
  }

  private firstMessage(): string | undefined {
    const template = stringAt(this.call.setup.assistant.body, 'firstMessage');
    return template && render(template, this.call.templateValues());
  }

  private takeLive(message: JsonObject, endReason: string): void {
    const { call, stage } = this;
    call.controls.push(message);
    call.tell('control', JSON.stringify(message));
    switch (message.type) {
      case 'end-call':
      case 'hangup':
        this.end(endReason);
        return;
      case 'say':
        void this.sayLive(message);
        return;
      case 'add-message': {
        const inner = objectAt(message, 'message');
        call.conversation.inserted(String(inner?.role), String(inner?.content));
        return;
      }
      case 'transfer':
        this.transfer(message);
        return;
      case 'control':
        if (message.control === 'say-first-message') {
          const text = this.firstMessage();
          if (text) void stage?.say({ type: 'say', text });
        } else if (stage instanceof SocketStage) stage.mute(String(message.control));
    }
  }

  private async sayLive(message: JsonObject): Promise<void> {
    if (message.interruptAssistantEnabled === true && this.stage instanceof SocketStage)
      this.stage.interrupt();
    await this.stage?.say({ type: 'say', text: String(message.content) });
    if (message.endCallAfterSpoken === true) this.end('assistant-ended-call-after-message-spoken');
  }

  private transfer(message: JsonObject): void {
    this.call.status = 'forwarding';
    this.messenger.emit('status-update', { status: 'forwarding', destination: message.destination });
    this.end('assistant-forwarded-call');
  }

  private async report(): Promise<void> {
    const { call, messenger } = this;
    messenger.emitToServer('end-of-call-report', {
      endedReason: call.endedReason,
      ...(call.startedAt ? { startedAt: call.startedAt.toISOString() } : {}),
      endedAt: call.endedAt?.toISOString(),
      cost: call.cost,
      costs: call.costs,
      analysis: call.analysis(),
      artifact: call.finalArtifact(),
    });
    await messenger.flushed();
    call.tell('report-posted', messenger.server?.url ?? 'no server to report to');
    call.settle();
  }

  private after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }
}

function describeParty(call: CallRecord): string {
  if (call.transport === 'websocket') return 'a websocket';
  return stringAt(call.customer, 'number') ?? stringAt(call.customer, 'sipUri') ?? 'a customer';
}
