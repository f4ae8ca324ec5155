import { asObject, asText, type JsonObject } from '../../shared/protocol/json';
import { oldestFirst } from '../plan/findSought';
import type { Reader } from '../plan/reader';
import type { TrunkSpec } from '../spec';

/** What Vapi has of a trunk. */
export interface VapiWorld {
  /** SIP trunk credentials of the trunk's name, the oldest first: that one is ours. */
  credentials: JsonObject[];
  /** Phone numbers of these credentials, and any other that is the same as one that is wanted. */
  numbers: JsonObject[];
  /** Whoever is chosen to answer, as a finding names it, where Vapi has no such assistant or squad. */
  missingAnswerer?: string;
}

/** As many as Vapi gives in one page. */
const PAGE = 1000;

/** Reads what Vapi has of a trunk. */
export async function readVapi(reader: Reader, spec: TrunkSpec): Promise<VapiWorld> {
  // What is made last is read first: so the credential of every number that is seen is seen, too, also while another run
  // is at work.
  const everyNumber = await reader.list({ service: 'vapi', path: '/phone-number', qs: { limit: PAGE } });
  const everyCredential = await reader.list({ service: 'vapi', path: '/credential', qs: { limit: PAGE } });
  const missingAnswerer = await missingAnswererOf(reader, spec);
  const credentials = oldestFirst(everyCredential, {
    match: { provider: 'byo-sip-trunk', name: spec.name },
    id: 'id',
    created: 'createdAt',
  }).map(({ object }) => object);
  const ours = new Set(credentials.map(({ id }) => asText(id)));
  return {
    credentials,
    numbers: everyNumber.filter(
      ({ number, credentialId, provider }) =>
        spec.numbers.some(({ e164 }) => isSameNumber(number, e164)) ||
        (provider === 'byo-phone-number' && ours.has(asText(credentialId))),
    ),
    ...(missingAnswerer === undefined ? {} : { missingAnswerer }),
  };
}

/** Looked up before anything is made: a phone number with one that is gone is refused only after a purchase. */
async function missingAnswererOf(reader: Reader, { answeredBy }: TrunkSpec): Promise<string | undefined> {
  const { assistantId, squadId } = answeredBy;
  for (const [kind, id] of Object.entries({ assistant: assistantId, squad: squadId })) {
    if (id === undefined) continue;
    const found = await reader.get({ service: 'vapi', path: `/${kind}/${encodeURIComponent(id)}` });
    if (found === undefined) return `${kind} ${id}`;
  }
  return undefined;
}

/** ID of the credential that is ours; undefined before it is made. */
export function credentialIdIn({ credentials }: VapiWorld): string | undefined {
  return asText(asObject(credentials[0]).id);
}

/**
 * Whether Vapi's number is a wanted one, whether or not the carrier writes the plus. A name such as `sales` is only
 * the same as itself, letter by letter. Source: RFC 3261, 19.1.4: the user part of an address minds the case.
 */
export function isSameNumber(number: unknown, wanted: string): boolean {
  const text = asText(number);
  return text !== undefined && numberKey(text) === numberKey(wanted);
}

/** What is the same for every way of writing a number. */
export function numberKey(number: string): string {
  return /^[+\d\s().-]*$/.test(number) && /\d/.test(number) ? digitsOf(number) : number;
}

/** Numbers of telephones are compared by their digits, since carriers and Vapi may write the plus or not. */
export function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}
