import type { JsonObject } from '../../shared/protocol/json';
import type { Service } from './plannedCall';

export interface Read {
  service: Service;
  /** Below the service's base URL (Twilio: below the account), starting with a slash. */
  path: string;
  qs?: Record<string, string | number>;
}

/** Reads from the APIs; nothing it does changes anything. */
export interface Reader {
  /** @returns undefined where the service knows no such thing (404) @throws for any other error */
  get(read: Read): Promise<unknown>;
  /**
   * Every page of a list.
   *
   * @param rows property of the answer that holds the list; left out where the answer is the list
   */
  list(read: Read, rows?: string): Promise<JsonObject[]>;
}
