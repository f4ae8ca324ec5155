import type { JsonObject } from '../shared/protocol/json';
import type { CarrierId } from './presets/table';

/** Vapi's regions that have SIP addresses of their own. Source: Vapi docs, SIP networking. */
export type SipRegion = 'us' | 'eu';

/** How a carrier knows that a call comes from Vapi. */
export type Access = 'addresses' | 'login' | 'both';

export type Transport = 'udp' | 'tcp' | 'tls';

/** Who answers calls to a number: exactly one of them, or none. As in Vapi's `POST /phone-number`. */
export interface AnsweredBy {
  assistantId?: string;
  squadId?: string;
  server?: JsonObject;
}

/** A number on the trunk. */
export interface TrunkNumber {
  /** E.164 with plus: how people and Twilio write it. */
  e164: string;
  /** How the carrier sends it in the SIP address, and how Vapi stores it. */
  inVapi: string;
}

/** A network that calls come from or a host that calls go to. As in Vapi's `SipTrunkGateway`. */
export interface Gateway {
  ip: string;
  port?: number;
  netmask?: number;
  inboundEnabled: boolean;
  outboundEnabled: boolean;
  outboundProtocol?: 'udp' | 'tcp' | 'tls' | 'tls/srtp';
  optionsPingEnabled?: boolean;
}

/** What the builder wants, read from the node's fields and checked for itself; nothing was looked up. */
export interface TrunkSpec {
  /** 1 to 40 characters; everything that is made carries it, and is found again by it. */
  name: string;
  carrier: CarrierId;
  region: SipRegion;
  numbers: TrunkNumber[];
  answeredBy: AnsweredBy;
  transport: Transport;
  access: Access;
  twilio?: TwilioSpec;
  telnyx?: TelnyxSpec;
  /** For carriers that the node has no API of, and for `custom`. */
  manual?: ManualSpec;
}

/** What only Twilio has. */
export interface TwilioSpec {
  /** Full termination domain, e.g. `support-3f9a.pstn.twilio.com`. */
  domain: string;
  /** Edge locations whose signalling networks may call Vapi, e.g. `ashburn`. */
  edges: string[];
  /** Edge that Vapi's calls enter by; empty for Twilio's own choice. */
  terminationEdge: string;
  /** SRTP and TLS. */
  secure: boolean;
  transferMode: 'disable-all' | 'enable-all' | 'sip-only';
  /** Buys a number where the account has none: costs money. */
  buy?: { country: string; areaCode: string; contains: string };
  /** May take a number off another trunk. */
  moveFromOtherTrunk: boolean;
  /** May use a trunk of that domain which has another name. */
  adoptTrunk: boolean;
}

/** What only Telnyx has. */
export interface TelnyxSpec {
  /** May take a number off another connection. */
  moveFromOtherConnection: boolean;
}

/** A carrier whose side is set up by hand. */
export interface ManualSpec {
  /** Where Vapi sends calls to. */
  outboundHost: string;
  outboundPort: number;
  /** Networks that calls come from, `203.0.113.10` or `203.0.113.0/28`. */
  inboundNetworks: string[];
  leadingPlus: boolean;
  login?: { username: string; password: string };
  /** SIP REGISTER, for carriers that want it. */
  register?: { domain: string; username: string; realm: string };
  techPrefix?: string;
}
