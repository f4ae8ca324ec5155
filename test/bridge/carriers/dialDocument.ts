import { XMLParser } from 'fast-xml-parser';
import type { Dialled } from './stage';

type Attributes = Record<string, string>;
type Node = Record<string, unknown>;

/** A document with a `<Dial>` in it, as TwiML, cXML and TeXML write it. */
export interface DialDocument extends Dialled {
  says: string | undefined;
  action: string;
  /** Told when it is answered. */
  statusCallback: string;
  /** Asked what whoever answers hears first. */
  whisper: string | undefined;
}

/** What a carrier's pages describe: the attributes, and how long it may ring. */
export interface DialRules {
  dial: readonly string[];
  noun: readonly string[];
  timeout: readonly [min: number, max: number];
}

/**
 * Reads a document as strictly as the carrier's pages: unknown elements and attributes, numbers in another form, and
 * times out of range are errors.
 */
export function readDialDocument(xml: string, rules: DialRules): DialDocument {
  const parser = new XMLParser({
    ...{
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      parseAttributeValue: false,
    },
  });
  const { Response: response } = parser.parse(xml) as { Response: Node };
  const { Say: says, Dial: dial, ...others } = response;
  if (Object.keys(others).length > 0) throw new Error(`not expected: ${Object.keys(others).join()}`);
  if (typeof dial !== 'object' || dial === null) throw new Error(`no <Dial> in ${xml}`);
  const { Number: number, Sip: sip, ...rest } = dial as Node;
  const attributes = attributesOf(rest, rules.dial);
  const noun = (number ?? sip) as Node;
  const { '#text': to, ...nounRest } = noun;
  const { statusCallback = '', statusCallbackEvent, url } = attributesOf(nounRest, rules.noun);
  if (statusCallbackEvent !== 'answered') throw new Error('not told when it is answered');
  const timeoutSeconds = Number(attributes.timeout);
  if (!(timeoutSeconds >= rules.timeout[0] && timeoutSeconds <= rules.timeout[1])) {
    throw new Error(`timeout ${attributes.timeout}`);
  }
  const { callerId } = attributes;
  if (callerId !== undefined && !/^\+\d{7,15}$/.test(callerId)) throw new Error(`callerId ${callerId}`);
  if (number !== undefined && !/^\+\d{7,15}$/.test(String(to))) throw new Error(`number ${String(to)}`);
  if (attributes.method !== 'POST') throw new Error('the action is to be asked for by POST');
  return {
    kind: number === undefined ? 'sip' : 'number',
    ...{ to: String(to), callerId, timeoutSeconds, statusCallback, whisper: url },
    says: says as string | undefined,
    action: attributes.action ?? '',
  };
}

function attributesOf(node: Node, known: readonly string[]): Attributes {
  const names = Object.keys(node).map((name) => name.replace(/^@/, ''));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`unknown attributes: ${unknown.join()}`);
  return Object.fromEntries(names.map((name) => [name, node[`@${name}`] as string]));
}
