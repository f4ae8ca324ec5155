import type { ErrorCode } from '../errors';
import type { Diversion, TransferTarget } from '../relay/peer';

/** What a carrier's REST API does with a live call; `Call` is how the carrier names one. */
export interface CallControl<Call> {
  /** The code of what may be wrong when a stream goes on although its call was ended. */
  readonly stayed: ErrorCode;
  /** Ends the call. One that is over already is no failure. @throws BridgeError when the carrier didn't do it */
  hangUp(call: Call): Promise<void>;
  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up.
   * @throws BridgeError when the carrier didn't do it
   */
  divert(call: Call, diversion: Diversion): Promise<void>;
  /**
   * Connects the caller to somebody else. A call that is over is a failure here.
   * @returns `unanswered`: the carrier has said nothing in time, so it may have done it or not
   * @throws BridgeError when the carrier didn't do it, or BODY_INVALID as `checkTransfer`
   */
  transfer(call: Call, target: TransferTarget, sessionId: string): Promise<'taken' | 'unanswered'>;
  /** Finds out whether that can be asked for. @throws BridgeError BODY_INVALID: what the carrier can't take of it */
  checkTransfer(call: Call, target: TransferTarget, sessionId: string): void;
}
