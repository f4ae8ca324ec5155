import type { EndReason, Side } from './endings';

/** What the REST API shows of a session: nothing in it joins the call or names the caller. */
export interface SessionView {
  id: string;
  /**
   * `waiting`: the carrier's stream has not come yet; `transferring`: the caller is with somebody else, or about to be;
   * `ending`: it is over, but not everything is closed.
   */
  state: 'waiting' | 'live' | 'transferring' | 'ending' | 'ended';
  direction: 'inbound' | 'outbound';
  carrier: string;
  /** Null while a call out is being placed. */
  carrierCallId: string | null;
  assistantCallId: string | null;
  createdAt: string;
  /** When the carrier's stream came. */
  answeredAt: string | null;
  endedAt: string | null;
  /** Why it ends, and which side has ended it: known as soon as it is `ending`. */
  reason: EndReason | null;
  side: Side | null;
  /** How long it lasted, from the webhook to the last socket's closing; null before that. */
  seconds: number | null;
  /** How much of the assistant's audio waits to be sent. */
  queuedMs: number;
  /** As they were given by whoever has started the call. */
  metadata: Readonly<Record<string, unknown>>;
  counters: Record<string, number>;
}
