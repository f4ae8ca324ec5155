import type { EndReason, Side } from './endings';
import type { ToolCall, Turn } from './peer';

/** What others learn of a session. It holds what was said and who calls: never to be logged. */
export type SessionEvent =
  /** The assistant is being opened; the carrier's stream has not come yet. */
  | {
      type: 'session.started';
      direction: 'inbound' | 'outbound';
      /** As the carrier names them, E.164 as a rule. */
      from: string | undefined;
      to: string | undefined;
      metadata: Readonly<Record<string, unknown>>;
    }
  /** The carrier's stream is there: the caller can be heard. */
  | { type: 'session.answered' }
  /** A complete turn of the conversation, in the order in which the assistant reports them. */
  | { type: 'transcript'; role: Turn['role']; text: string }
  /** A key of the caller's telephone. */
  | { type: 'dtmf'; digit: string }
  /** The caller has talked over the assistant. */
  | { type: 'interrupted' }
  /** The assistant calls tools; they run elsewhere. */
  | { type: 'tool-calls'; toolCalls: readonly ToolCall[] }
  /** What became of handing the caller to somebody else. */
  | { type: 'transfer'; state: TransferState; destination: string }
  /** What the carrier thinks has answered an outbound call, in the carrier's words. */
  | { type: 'machine-detection'; result: string }
  /** A recording is complete. */
  | { type: 'recording.ready'; recordingId: string; seconds: number; bytes: number }
  /** Everything is closed; nothing follows. */
  | {
      type: 'session.ended';
      reason: EndReason;
      side: Side;
      seconds: number;
      statistics: Readonly<Record<string, number>>;
    };

/** `started`: the carrier dials; `completed`: they have talked, and the call is over. */
export type TransferState = 'started' | 'answered' | 'no-answer' | 'busy' | 'failed' | 'completed';

/** Which session an event is of. */
export interface SessionIdentity {
  sessionId: string;
  carrier: string;
  carrierCallId: string;
  /** The id of the assistant's call, of the latest one; null before there is one. */
  assistantCallId: string | null;
}

/** Who is told of all sessions. Called in the middle of the relay: it must neither throw nor take long. */
export interface SessionObserver {
  event(identity: SessionIdentity, event: SessionEvent): void;
}

/**
 * Hears what both sides of one session hear, in mu-law at 8 kHz. Times are monotonic, in ms, of the session's clock.
 * Bytes are the listener's during the call only. Called for each frame: it must neither throw nor take long.
 */
export interface AudioTap {
  /** The caller's audio as it came in, of any length. */
  caller(audio: Buffer, at: number): void;
  /** 160 bytes given to the carrier, which will begin to be heard at `playsAt` unless `cleared` comes before. */
  assistant(frame: Buffer, playsAt: number): void;
  /** What would have been heard from `at` on was dropped. */
  cleared(at: number): void;
  /** The session is over; nothing follows. */
  ended(at: number): void;
}
