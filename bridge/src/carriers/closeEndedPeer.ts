import type { PeerEvent } from '../relay/peer';
import { CLOSE } from '../sockets/closeCodes';
import { CallPeer } from './callPeer';

/** RFC 6455, 7.4.1: "going away". */
const GOING_AWAY = 1001;
/** Codes with which a carrier closes in the regular way. */
const REGULAR: ReadonlySet<number> = new Set([CLOSE.normal, GOING_AWAY, CLOSE.noCode]);

/** The media socket of a carrier that has no message for the end of the call: it closes the socket, and that is it. */
export abstract class CloseEndedPeer<Call, Start> extends CallPeer<Call, Start> {
  protected override report(event: PeerEvent): void {
    if (event.kind === 'closed' && REGULAR.has(event.code))
      super.report({ kind: 'ended', reason: undefined });
    super.report(event);
  }
}
