import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from './callRecord';
import type { Messenger } from './messenger';
import type { Stage } from './player';
import type { CallToolsStep, ListenStep, SayStep } from './script';
import { onceOver, sayAsText, userTranscript } from './spoken';
import type { ToolOutcome } from './types';

export interface PhoneHooks {
  signal: AbortSignal;
  end(reason: string): void;
  runTools(step: CallToolsStep): Promise<ToolOutcome[]>;
}

/** A phone call without audio: words are spoken and heard in no time, tools are really called. */
export class PhoneStage implements Stage {
  constructor(
    private readonly call: CallRecord,
    private readonly messenger: Messenger,
    private readonly hooks: PhoneHooks,
  ) {}

  get over(): boolean {
    return this.hooks.signal.aborted;
  }

  say(step: SayStep): Promise<void> {
    this.messenger.emit('speech-update', { status: 'started', role: 'assistant' });
    sayAsText(this.call, this.messenger, step.text, 0);
    this.messenger.emit('speech-update', { status: 'stopped', role: 'assistant' });
    return Promise.resolve();
  }

  listen(step: ListenStep): Promise<void> {
    if (step.text) userTranscript(this.call, this.messenger, step.text, 0);
    return Promise.resolve();
  }

  async callTools(step: CallToolsStep): Promise<ToolOutcome[]> {
    return Promise.race([this.hooks.runTools(step), onceOver<ToolOutcome[]>(this.hooks.signal, [])]);
  }

  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.hooks.signal }).catch(() => {});
  }

  stall(ms: number): void {
    this.call.problems.push(
      `A stall of ${ms} ms means nothing on a phone call: no socket is emulated there.`,
    );
  }

  /** Nobody is on the line: the customer hangs up when the time is over. */
  async waitForHangup(timeoutMs = 0): Promise<void> {
    await this.wait(timeoutMs);
    this.end('customer-ended-call');
  }

  end(reason: string): void {
    this.hooks.end(reason);
  }

  close(): void {}
}
