/** What a peer reports. After `closed` it reports nothing more. */
export type PeerEvent =
  | { kind: 'audio'; audio: Buffer }
  /** The assistant's side: the caller talks over the assistant, what is not played yet is void. */
  | { kind: 'interrupted' }
  /** The assistant's side: an utterance begins; the audio that follows is its own. */
  | { kind: 'speaking' }
  /** The carrier's side: everything sent before this mark was played (or cleared). */
  | { kind: 'played'; mark: string }
  | { kind: 'dtmf' }
  /** The call has ended on this peer's side, in the regular way; its socket may still be open. */
  | { kind: 'ended'; reason: string | undefined }
  /** Something that can't be understood was received and dropped. */
  | { kind: 'malformed'; problem: string }
  /** The socket is closed for good; `code` is the WebSocket close code. */
  | { kind: 'closed'; code: number };

export type PeerListener = (event: PeerEvent) => void;

/** One end of a call: a socket that audio goes into and comes out of. */
export interface Peer {
  /** Bytes accepted by `sendAudio` that have not left this process yet. */
  readonly backlogBytes: number;
  /** Sends audio now; `written` is called when it has left this process, or can't any more. */
  sendAudio(audio: Buffer, written?: () => void): void;
  /** Closes the socket. `closed` follows for sure, also when the other end doesn't answer. */
  close(): void;
}

/** The end at the telephone network. */
export interface CarrierPeer extends Peer {
  /** Drops what the carrier has buffered for playing. */
  clear(): void;
  /** Asks for a `played` event once everything sent so far was played. */
  mark(name: string): void;
  /** Ends the call itself. Resolves when it is over, also when it was before; rejects when that failed. */
  hangUp(): Promise<void>;
  /** Has the carrier speak `message` and end the call. Resolves when the carrier has taken it over. */
  speakAndHangUp(message: string): Promise<void>;
}

/** The end at the voice assistant. */
export interface AssistantPeer extends Peer {
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
  /** Asked before each request that creates something. */
  wanted(): boolean;
  /** The assistant's call exists, under this id of its own. */
  created(callId: string): void;
  /** The socket is open. What comes over it goes to the listener returned, from the first byte on. */
  opened(peer: AssistantPeer): PeerListener;
}
