export type JsonObject = Record<string, unknown>;

export interface Reply {
  status: number;
  body: unknown;
}

/** Where the account's things are; every entry as Telnyx shows it, but for passwords. */
export interface TelnyxState {
  connections: JsonObject[];
  /** By connection: what its FQDN authentication is. */
  authentications: Map<string, JsonObject>;
  fqdns: JsonObject[];
  profiles: JsonObject[];
  numbers: JsonObject[];
}

export interface Fault {
  /** Any method and path where left out. */
  method?: string;
  path?: RegExp;
  /** Requests that fit and still pass. */
  skip?: number;
  /** Status of the answer; `cut`: the connection ends without one. */
  how: number | 'cut';
  /** Whether the request is carried out all the same. */
  carriedOut?: boolean;
}

export interface TelnyxEmulatorOptions {
  apiKey: string;
  numbers?: Array<{ number: string; connectionId?: string; connectionName?: string; status?: string }>;
  /** User names that other customers have. */
  takenUserNames?: string[];
}

export interface TelnyxEmulator {
  url: string;
  state: TelnyxState;
  /** Requests so far, without their bodies. */
  requests: Array<{ method: string; path: string; status: number }>;
  failNext(fault: Fault): void;
  close(): Promise<void>;
}
