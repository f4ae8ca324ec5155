/** What the REST API shows of a session: nothing in it joins the call or names the caller. */
export interface SessionView {
  id: string;
  state: 'waiting' | 'live' | 'ending';
  carrier: string;
  carrierCallId: string;
  assistantCallId: string | null;
  createdAt: string;
  queuedMs: number;
  counters: Record<string, number>;
}
