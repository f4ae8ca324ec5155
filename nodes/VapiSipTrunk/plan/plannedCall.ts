import type { JsonObject } from '../../shared/protocol/json';

/** The APIs that a plan talks to. */
export type Service = 'twilio' | 'twilioTrunking' | 'telnyx' | 'vapi';

/** What a request does to the thing it is about. */
export type Action = 'create' | 'change' | 'attach' | 'detach' | 'delete' | 'buy' | 'release';

/** A request that changes something, as data: a preview shows it, a run sends it, a roll-back takes it back. */
export interface Request {
  service: Service;
  method: 'POST' | 'PATCH' | 'DELETE';
  /**
   * Below the service's base URL (Twilio: below the account), starting with a slash. `{step}` stands for the ID that
   * the step of that name yields.
   */
  path: string;
  /** Form fields at Twilio, JSON elsewhere. Texts at any depth may hold `{step}`. */
  body?: JsonObject;
}

/** One step of a plan. */
export interface PlannedCall extends Request {
  /** Name of the step, unique in its plan, e.g. `twilio.trunk`; `{twilio.trunk}` stands for the ID that it yields. */
  step: string;
  action: Action;
  /** What it is about, as the builder reads it: `SIP trunk "Support" at Twilio`. */
  title: string;
  /** Property of the answer that holds the new ID. */
  yields?: 'sid' | 'id';
  /** How to tell, by reading, whether it has been done: see {@link Sought}. */
  sought?: Sought;
  /**
   * Sent only while there is such an object. Where there is none any more, before or after, another run has changed
   * things meanwhile, and this one stops and says so.
   */
  onlyWhile?: Pick<Sought, 'service' | 'path' | 'qs' | 'rows' | 'match' | 'id'>;
  /**
   * A value that any run can set, and whose last one counts. Where another one is there than these, before or some time
   * after, another run has set it meanwhile, and this one stops and says so. A service that doesn't show it is trusted.
   */
  onlyOurs?: Pick<Sought, 'service' | 'path' | 'qs' | 'rows' | 'match' | 'id'> & {
    /** Dotted path of the value. */
    property: string;
    /** The new value, and the one that was there when the plan was made. */
    values: readonly string[];
  };
  /** Takes it back. Left out where there is nothing to take back, or where that needs a decision of the builder. */
  undo?: Request;
  /** Said in the report where the step is done, a roll-back took place, and there is no `undo`. */
  stays?: string;
  /** What it costs, in words. */
  cost?: string;
}

/**
 * Where a new object would be found again. Neither Vapi nor Twilio refuses a second object of the same name, so a run
 * looks after it created something: is there an older one, another run is at work and keeps it. It also settles
 * whether a request without an answer was carried out.
 */
export interface Sought {
  service: Service;
  /** List to read. Texts may hold `{step}`. */
  path: string;
  qs?: Record<string, string | number>;
  /** Property of the answer that holds the list; left out where the answer is the list. */
  rows?: string;
  /** Properties that an object of ours has, by their dotted paths. Texts may hold `{step}`. */
  match: Record<string, string>;
  id: 'sid' | 'id';
  /** Property with the time of creation. */
  created: 'date_created' | 'createdAt' | 'created_at';
  /**
   * What sets the object that this very request makes apart from one of another run, where `match` fits both. Only such
   * a one is taken for it after a request without an answer.
   */
  own?: Record<string, string>;
  /** The service itself refuses a second one. */
  unique?: true;
}

/** Something that is there already and stays as it is. */
export interface Existing {
  step: string;
  title: string;
  id: string;
}

/** Something that only a person can do, in the carrier's console. */
export interface ManualStep {
  what: string;
  /** Exact values to type in, by the name of the field in the console. Texts may hold `{step}`. */
  values: Record<string, string>;
  link?: string;
}
