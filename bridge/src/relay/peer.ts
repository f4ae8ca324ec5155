import type { ErrorCode } from '../errors';

/** What a peer reports besides audio. After `closed` it reports nothing more. */
export type PeerEvent =
  /** The assistant's side: the caller talks over the assistant, what is not played yet is void. */
  | { kind: 'interrupted' }
  /** The assistant's side: an utterance begins; the audio that follows is its own. */
  | { kind: 'speaking' }
  /** The assistant's side: the utterance that was announced is over. */
  | { kind: 'stopped' }
  /** The assistant's side: it has sent a message that says nothing more than that it is there. */
  | { kind: 'alive' }
  /** The assistant's side: a turn of the conversation, complete. Asked for only when somebody wants to know. */
  | { kind: 'said'; turn: Turn }
  /** The assistant's side: it calls tools. Asked for only when somebody wants to know. */
  | { kind: 'tool-calls'; toolCalls: readonly ToolCall[] }
  /** The carrier's side: everything sent before this mark was played (or cleared). */
  | { kind: 'played'; mark: string }
  /** The carrier's side: a key of the caller's telephone: `0`-`9`, `*`, `#`, `A`-`D`. */
  | { kind: 'dtmf'; digit: string }
  /** The call has ended on this peer's side, in the regular way; its socket may still be open. */
  | { kind: 'ended'; reason: string | undefined }
  /** Something that can't be understood was received and dropped. */
  | { kind: 'malformed'; problem: string }
  /** The backlog has left this process: `backlogBytes` is zero again after it was not. */
  | { kind: 'drained' }
  /** The socket is closed for good; `code` is the WebSocket close code. */
  | { kind: 'closed'; code: number };

/** A turn of the conversation. Never logged. */
export interface Turn {
  role: 'assistant' | 'user';
  text: string;
}

/** A tool that an assistant calls, by the assistant's own id of the call. */
export interface ToolCall {
  id: string;
  name: string;
}

/** Who listens to a peer. Audio has a method of its own, because it comes a hundred times a second and call. */
export interface PeerListener {
  /** Audio that came in. The bytes are the listener's during this call only: what it keeps it copies. */
  audio(audio: Buffer): void;
  event(event: PeerEvent): void;
}

/** One end of a call: a socket that audio goes into and comes out of. */
export interface Peer {
  /** Bytes accepted by `sendAudio` that have not left this process yet; `drained` tells when they have. */
  readonly backlogBytes: number;
  /** Sends audio now. The bytes are not needed any more when it returns. Does nothing on a closed socket. */
  sendAudio(audio: Buffer): void;
  /** Closes the socket. `closed` follows for sure, also when the other end doesn't answer. */
  close(): void;
}

/** What the caller is told at the end, and whom the call is handed to; without a number it is hung up. */
export interface Diversion {
  message: string;
  number: string | undefined;
}

/** Whom the caller is to be handed to. */
export interface TransferTarget {
  kind: 'number' | 'sip';
  /** E.164, or a SIP URI. */
  to: string;
  /** The number that is shown there; undefined: the caller's, where the carrier can. */
  callerId: string | undefined;
  /** Said to the caller before it rings. */
  message: string | undefined;
  /** Said to whoever answers, before the two are connected. */
  whisper: string | undefined;
  /** How long it may ring, in s. */
  timeoutSeconds: number;
}

/** The end at the telephone network. */
export interface CarrierPeer extends Peer {
  /** The code of what may be wrong when its stream goes on although the call was ended; one for all when missing. */
  readonly stayed?: ErrorCode;
  /** Drops what the carrier has buffered for playing. */
  clear(): void;
  /** Asks for a `played` event once everything sent so far was played. */
  mark(name: string): void;
  /** Ends the call itself. Resolves when it is over, also when it was before; rejects when that failed. */
  hangUp(): Promise<void>;
  /** Has the carrier speak, then connect or end the call. Resolves when the carrier has taken it over. */
  divert(diversion: Diversion): Promise<void>;
  /**
   * Has the carrier connect the caller to somebody else, for the session `sessionId`. Resolves when the carrier has
   * taken it over: it closes the stream then, and tells later what became of it. Missing where a carrier can't.
   * @returns `unanswered`: the carrier has said nothing in time, so it may have taken it over or not
   * @throws when it didn't; a call that is over is a failure here, too
   */
  transfer?(target: TransferTarget, sessionId: string): Promise<'taken' | 'unanswered'>;
  /**
   * Finds out whether `transfer` can be asked for, before anything is done.
   * @throws BridgeError why it can't
   */
  checkTransfer?(target: TransferTarget, sessionId: string): void;
}

/** What an assistant is told to do, in its own words; nobody but its peer reads it. */
export type AssistantCommand = Readonly<Record<string, unknown> & { type: string }>;

/** A call that a carrier has been asked to place, and will. */
export interface PlacedCall {
  /** As the carrier names it; undefined: its first message about the call will tell. */
  carrierCallId: string | undefined;
  /** As it names the request until then. */
  requestId?: string;
  /** Ends it while nobody has answered yet; without it, it rings until its time is over. */
  cancel?: () => Promise<void>;
}

/** The end at the voice assistant. */
export interface AssistantPeer extends Peer {
  /** Adds a message to the conversation, such as a key the caller pressed. `respond`: the assistant answers it. */
  tell(content: string, respond: boolean): void;
  /**
   * Gives it a command. Resolves when it was passed on, which doesn't mean that it was done.
   * @throws BridgeError when it could not be passed on
   */
  control(command: AssistantCommand): Promise<void>;
  /** Ends the assistant's call, then closes the socket. */
  end(): void;
}

/** Creates the assistant's call and opens its socket. */
export interface AssistantSource {
  /**
   * Resolves when the socket is open, or `wanted` has said no before anything was created.
   * @throws when the assistant can't be reached, refuses, or its answer can't be trusted
   */
  open(attempt: AssistantAttempt): Promise<void>;
}

export interface AssistantAttempt {
  /** What was said before, when this attempt replaces an assistant that was lost in mid-call; else empty. */
  readonly history: readonly Turn[];
  /** Asked before each request that creates something. */
  wanted(): boolean;
  /** The assistant's call exists, under this id of its own. */
  created(callId: string): void;
  /** The socket is open. What comes over it goes to the listener returned, from the first byte on. */
  opened(peer: AssistantPeer): PeerListener;
}
