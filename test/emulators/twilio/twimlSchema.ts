import { childElements, type XmlElement } from './xml';

export interface TwimlDocument {
  /** The verbs that Twilio knows, in order; nouns likewise. */
  verbs: XmlElement[];
  /** Schema violations (Twilio warning 12200); what they concern is left out. */
  warnings: string[];
}

interface ElementRule {
  attributes: readonly string[];
  /** Names of elements that may be inside; `*` for any (speech mark-up). */
  children?: readonly string[];
  /** Attributes that must be there. */
  required?: readonly string[];
}

const CALLBACK = ['statusCallback', 'statusCallbackMethod'];
const DIAL_ATTRIBUTES = [
  ...['action', 'method', 'timeout', 'hangupOnStar', 'timeLimit', 'callerId', 'record', 'trim', 'sequential'],
  ...['recordingStatusCallback', 'recordingStatusCallbackMethod', 'recordingStatusCallbackEvent'],
  ...['recordingTrack', 'answerOnBridge', 'ringTone', 'referUrl', 'referMethod', 'events'],
];

/**
 * What the emulator plays, with the attributes that Twilio documents for it.
 * Source: Twilio docs, TwiML for Programmable Voice, one page per verb.
 */
const RULES: Record<string, ElementRule> = {
  Say: { attributes: ['voice', 'loop', 'language'], children: ['*'] },
  Pause: { attributes: ['length'] },
  Play: { attributes: ['loop', 'digits'] },
  Hangup: { attributes: [] },
  Reject: { attributes: ['reason'] },
  Redirect: { attributes: ['method'] },
  Dial: { attributes: DIAL_ATTRIBUTES, children: ['Number', 'Sip', 'Client'] },
  Number: {
    attributes: ['sendDigits', 'url', 'method', 'byoc', 'statusCallbackEvent', ...CALLBACK],
  },
  Sip: { attributes: ['username', 'password', 'url', 'method', 'statusCallbackEvent', ...CALLBACK] },
  Client: { attributes: ['url', 'method', 'statusCallbackEvent', ...CALLBACK] },
  Connect: { attributes: ['action', 'method'], children: ['Stream'] },
  Start: { attributes: ['action', 'method'], children: ['Stream'] },
  Stop: { attributes: [], children: ['Stream'] },
  Stream: {
    attributes: ['url', 'name', 'track', 'connectorName', ...CALLBACK],
    children: ['Parameter'],
  },
  Parameter: { attributes: ['name', 'value'], required: ['name', 'value'] },
};

const VERBS = ['Say', 'Pause', 'Play', 'Hangup', 'Reject', 'Redirect', 'Dial', 'Connect', 'Start', 'Stop'];

/** Verbs of Twilio that this emulator has no part for: valid TwiML, so not a warning but an error of ours. */
const UNPLAYED = new Set(
  ['Gather', 'Record', 'Enqueue', 'Leave', 'Refer', 'Sms', 'Message', 'Queue', 'Pay', 'Prompt'].concat(
    ['Conference', 'Sim', 'Application', 'WhatsApp', 'Room', 'VirtualAgent', 'ConversationRelay'],
    ['Autopilot', 'Siprec', 'Transcription', 'Recording', 'AiSession', 'Assistant', 'Conversation'],
  ),
);

/** Name and value of a `<Parameter>` together must stay below this (Twilio docs, `<Stream>`). */
const PARAMETER_LIMIT = 500;

/**
 * Leaves out what Twilio would not understand and says so, as its schema check (12200) does.
 *
 * @throws Error for valid TwiML that the emulator cannot play
 */
export function checkResponse(root: XmlElement): TwimlDocument {
  const warnings: string[] = [];
  for (const name of Object.keys(root.attributes)) {
    warnings.push(`Attribute '${name}' is not allowed to appear in element 'Response'.`);
  }
  return { verbs: knownChildren(root, VERBS, warnings), warnings };
}

function knownChildren(parent: XmlElement, allowed: readonly string[], warnings: string[]): XmlElement[] {
  return childElements(parent).flatMap((element) => {
    const rule = RULES[element.name];
    if (rule && allowed.includes(element.name)) return checked(element, rule, warnings);
    if (UNPLAYED.has(element.name)) {
      throw new Error(
        `The Twilio emulator does not play <${element.name}> in <${parent.name}>; it plays ${VERBS.join(', ')}.`,
      );
    }
    warnings.push(`Invalid content was found starting with element '${element.name}' in '${parent.name}'.`);
    return [];
  });
}

function checked(element: XmlElement, rule: ElementRule, warnings: string[]): XmlElement[] {
  for (const name of Object.keys(element.attributes)) {
    if (!rule.attributes.includes(name)) {
      warnings.push(`Attribute '${name}' is not allowed to appear in element '${element.name}'.`);
    }
  }
  const missing = rule.required?.find((name) => element.attributes[name] === undefined);
  if (missing !== undefined) {
    warnings.push(`Attribute '${missing}' must appear on element '${element.name}'.`);
    return [];
  }
  if (element.name === 'Parameter') {
    const { name = '', value = '' } = element.attributes;
    if (name.length + value.length >= PARAMETER_LIMIT) {
      warnings.push(
        `Parameter '${name.slice(0, 40)}' has ${name.length + value.length} characters in name and value; ` +
          `fewer than ${PARAMETER_LIMIT} are allowed.`,
      );
      return [];
    }
  }
  if (rule.children?.[0] === '*') return [element];
  const text = element.children.filter((child) => typeof child === 'string');
  return [{ ...element, children: [...text, ...knownChildren(element, rule.children ?? [], warnings)] }];
}
