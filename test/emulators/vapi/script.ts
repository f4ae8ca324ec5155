import type { ToolOutcome } from './types';

/** The assistant speaks. */
export interface SayStep {
  type: 'say';
  text: string;
  /** In the call's format. Without it a tone stands in for the words. */
  audio?: Buffer;
  /** All at once instead of in real time, as field reports of Vapi's socket expect. */
  burst?: boolean;
  /** After this much audio was played in real time, the caller is taken to have barged in. */
  interruptAfterMs?: number;
  /**
   * So many ms of the utterance still follow `user-interrupted`, as late frames do on a real line. Default 0:
   * not one byte more.
   */
  staleAfterInterrupt?: number;
}

/** The assistant listens until the caller has spoken and is silent again. */
export interface ListenStep {
  type: 'listen';
  /** Speech wanted, in ms. Default 200. */
  minMs?: number;
  /** Silence that ends the caller's turn, in ms. Default 700. */
  silenceMs?: number;
  /** How long to wait, in ms. Default 15000. */
  timeoutMs?: number;
  /** What to do when the time is up: end with `silence-timed-out` (default), or go on. */
  onTimeout?: 'end' | 'continue';
  /** What the transcriber makes of it. */
  text?: string;
}

/** Wire shapes of a tool call: the OpenAPI's, and those of docs pages and field reports. */
export type ToolCallShape =
  'openapi' | 'docs-arguments' | 'docs-parameters' | 'field-arguments-object' | 'function-call';

/** The model calls tools, all of them in one turn. */
export interface CallToolsStep {
  type: 'callTools';
  tools: Array<{ name: string; arguments?: Record<string, unknown>; id?: string }>;
  shape?: ToolCallShape;
  /** What the assistant says when the results are in. */
  sayResult?: (outcomes: ToolOutcome[]) => Omit<SayStep, 'type'> | undefined;
}

export interface WaitStep {
  type: 'wait';
  ms: number;
}

/**
 * For `ms` nothing leaves the socket, neither audio nor text; then everything that was due comes at once. The
 * script goes on meanwhile, so the next step's audio is what comes in a lump. Not for phone calls.
 */
export interface StallStep {
  type: 'stall';
  ms: number;
}

/** The assistant ends the call. */
export interface EndStep {
  type: 'end';
  /** Vapi's `endedReason`. Default `assistant-ended-call`. */
  reason?: string;
}

/**
 * Waits for the other side to hang up. On a phone call, where nobody is on the line, the customer hangs up when
 * `timeoutMs` (default 0) is over; on a socket the call then ends with `silence-timed-out` (default: no limit).
 */
export interface WaitForHangupStep {
  type: 'waitForHangup';
  timeoutMs?: number;
}

export type ScriptStep =
  SayStep | ListenStep | CallToolsStep | WaitStep | StallStep | EndStep | WaitForHangupStep;

/** What happens in a call, step by step. After the last step the assistant ends the call. */
export type ConversationScript = ScriptStep[];
