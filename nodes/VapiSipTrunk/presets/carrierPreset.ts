import type { Transport } from '../spec';
import type { Fact } from './fact';

/** How a carrier knows a call of Vapi's. */
export type Authentication =
  /** Each customer has a host of its own, and Vapi's addresses are let in there. */
  | 'addresses'
  /** User name and password, which the carrier gives out. */
  | 'login of the carrier'
  /** User name and password, which the builder sets at the carrier. */
  | 'login of the builder'
  /** Addresses that are let in, and the carrier's login on top. */
  | 'addresses and login of the carrier';

/** What is known of a carrier. */
export interface CarrierPreset {
  name: string;
  /** Where calls from Vapi go to; undefined where each customer has a host of its own, or nothing is known. */
  outboundHost: Fact<string | undefined>;
  /** By transport; a transport that is missing is not known to be offered. */
  ports: Fact<Readonly<Partial<Record<Transport, number>>>>;
  /** Networks that its signalling comes from; empty where the carrier doesn't publish them. */
  inboundNetworks: Fact<readonly string[]>;
  authentication: Fact<Authentication>;
  /** Whether it wants numbers that are called with a plus. */
  leadingPlus: Fact<boolean>;
  /** How it writes the number that was called in the SIP address, or how the set-up makes it write it. */
  numberFormat: Fact<'+E.164' | 'E.164'>;
  /** Whether it carries out a transfer by SIP REFER. */
  refer: Fact<boolean | undefined>;
  /** What has to be the case besides. */
  limits: ReadonlyArray<Fact<string>>;
}
