import type { EndReason, Side } from './endings';

/** The way audio goes: from the caller to the assistant, or back. */
export type Direction = 'to_assistant' | 'to_caller';

/** What the relay counts. It is called on the path of each frame, so an implementation must cost next to nothing. */
export interface Meter {
  sessionStarted(): void;
  /** @param ms from the webhook to the last socket's closing */
  sessionEnded(reason: EndReason, ms: number): void;
  /**
   * One message of audio has gone out, `ms` after it could have. To the caller: since its turn on the clock. To the
   * assistant: how long it waited for the socket to be there and to take it, 0 when it left at once.
   */
  relayed(direction: Direction, ms: number): void;
  /** Audio that was not passed on, in 20 ms frames (a part of one counts as a fraction). */
  dropped(direction: Direction, frames: number): void;
  interrupted(): void;
  dtmf(): void;
  malformed(side: Side): void;
  /** The assistant's call was created and its socket opened, `ms` after it was asked for. */
  assistantConnected(ms: number): void;
  /** The assistant could not be reached, with the code of the error table. */
  assistantFailed(code: string): void;
  /** The carrier's stream has started and the first byte of the assistant went out `ms` later. */
  firstAudio(ms: number): void;
  /** A socket was closed, with its WebSocket close code. */
  closed(side: Side, code: number): void;
}

const nothing = (): void => undefined;

/** Counts nothing: for tests, and where nobody looks. */
export const silentMeter: Meter = {
  sessionStarted: nothing,
  sessionEnded: nothing,
  relayed: nothing,
  dropped: nothing,
  interrupted: nothing,
  dtmf: nothing,
  malformed: nothing,
  assistantConnected: nothing,
  assistantFailed: nothing,
  firstAudio: nothing,
  closed: nothing,
};
