import type { PlacedCall } from '../relay/peer';

/** A call to be placed. */
export interface DialRequest {
  /** E.164. */
  to: string;
  /** The number that the called party sees: one of the carrier's account. */
  from: string;
  /** Shown by the stream of the answered leg. */
  ticket: string;
  /** The session that the call is for: harmless in an address of ours that the carrier calls back. */
  sessionId: string;
  /** Whether the carrier is to find out if a machine has answered. */
  machineDetection: boolean;
  /** How long it may ring, in s. */
  timeoutSeconds: number;
}

/** What can place calls. */
export interface Dialler {
  /** The carrier's. */
  readonly name: string;
  /** @throws BridgeError when the carrier refuses or can't be reached */
  readonly dial: ((request: DialRequest) => Promise<PlacedCall>) | undefined;
}
