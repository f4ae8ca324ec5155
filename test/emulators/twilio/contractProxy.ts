import type { Reply } from './restError';

/** A request as it came in. */
export interface WireRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** What a contract says of one request and its answer. */
export interface Judged {
  reply: Reply;
  /** Where request or answer break the contract; empty where both keep it. */
  problems: string[];
}

/**
 * Stands between the client and the emulator and holds both to a contract: a request that breaks it isn't forwarded.
 *
 * @param forward carries the request out
 */
export type ContractProxy = (request: WireRequest, forward: () => Reply) => Promise<Judged>;
