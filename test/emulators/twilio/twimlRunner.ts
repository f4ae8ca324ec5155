import type { TwimlDocument } from './twimlSchema';
import type { DialOutcome, EndedBy } from './types';
import { childElements, textOf, type XmlElement } from './xml';

/** TwiML to do: fetched first, or here already. */
export type WorkStep =
  | { kind: 'fetch'; url: string; method: 'GET' | 'POST'; params: Record<string, string> }
  | { kind: 'document'; xml: string; baseUrl: string };

export interface EndStep {
  kind: 'end';
  by: EndedBy;
  /** Of a call that was refused. */
  status?: 'busy' | 'no-answer';
}

/** What happens next on a call. */
export type Step = WorkStep | EndStep;

export interface StreamSpec {
  url: string;
  name?: string;
  customParameters: Record<string, string>;
  statusCallback?: string;
  statusCallbackMethod: 'GET' | 'POST';
}

/** The call as TwiML sees it. Promises reject when the call ends or gets other TwiML. */
export interface CallLeg {
  answer(): void;
  /** Waits on the line, scaled by `timeScale`. */
  pause(ms: number): Promise<void>;
  /** Waits until the call ends. */
  forever(): Promise<never>;
  say(text: string): Promise<void>;
  play(url: string): Promise<void>;
  dial(target: string): Promise<DialOutcome>;
  /** Resolves when the stream is over: true when it had been open. */
  connect(spec: StreamSpec): Promise<boolean>;
  fork(spec: StreamSpec): Promise<void>;
  stopFork(name: string): Promise<void>;
  /** Throws when the call has ended or got other TwiML meanwhile. */
  checkpoint(): void;
}

/**
 * Does what a TwiML document says, verb by verb.
 *
 * @param baseUrl where the document came from: relative addresses start there
 * @returns what follows: other TwiML to fetch, or the end of the call
 */
export async function runTwiml(document: TwimlDocument, baseUrl: string, leg: CallLeg): Promise<Step> {
  let afterStream = false;
  for (const [index, verb] of document.verbs.entries()) {
    leg.checkpoint();
    if (verb.name === 'Reject' && index === 0) {
      const status = verb.attributes['reason'] === 'busy' ? 'busy' : 'no-answer';
      return { kind: 'end', by: 'rejected', status };
    }
    if (verb.name === 'Redirect') return fetchStep(textOf(verb), verb, baseUrl);
    leg.answer();
    if (verb.name === 'Hangup' || verb.name === 'Reject') break;
    if (verb.name === 'Connect') {
      const stream = childElements(verb)[0];
      afterStream = stream !== undefined && (await leg.connect(streamSpec(stream, baseUrl)));
      const action = verb.attributes['action'];
      if (action !== undefined) return fetchStep(action, verb, baseUrl);
      continue;
    }
    afterStream = false;
    const next = await perform(verb, baseUrl, leg);
    if (next) return next;
  }
  leg.checkpoint();
  leg.answer();
  return { kind: 'end', by: afterStream ? 'stream-closed' : 'twiml' };
}

async function perform(verb: XmlElement, baseUrl: string, leg: CallLeg): Promise<Step | undefined> {
  switch (verb.name) {
    case 'Say':
      await repeat(verb, leg, () => leg.say(textOf(verb)));
      return undefined;
    case 'Play':
      if (textOf(verb) !== '') await repeat(verb, leg, () => leg.play(absolute(textOf(verb), baseUrl)));
      return undefined;
    case 'Pause':
      await leg.pause(Math.max(0, Number(verb.attributes['length'] ?? 1) || 0) * 1000);
      return undefined;
    case 'Start':
      for (const stream of childElements(verb)) await leg.fork(streamSpec(stream, baseUrl));
      return undefined;
    case 'Stop':
      for (const stream of childElements(verb)) await leg.stopFork(stream.attributes['name'] ?? '');
      return undefined;
    case 'Dial':
      return dial(verb, baseUrl, leg);
    default:
      throw new Error(`The Twilio emulator has no part for <${verb.name}>.`);
  }
}

async function dial(verb: XmlElement, baseUrl: string, leg: CallLeg): Promise<Step | undefined> {
  const nouns = childElements(verb);
  const target = nouns.length > 0 ? nouns.map(textOf).join(',') : textOf(verb);
  const outcome = await leg.dial(target);
  const action = verb.attributes['action'];
  if (action === undefined) return undefined;
  const step = fetchStep(action, verb, baseUrl);
  if (step.kind === 'fetch') {
    step.params = {
      DialCallStatus: outcome.status,
      ...(outcome.status === 'completed' && {
        DialCallDuration: String(Math.round(outcome.durationMs / 1000)),
      }),
    };
  }
  return step;
}

/** `loop="0"` repeats until the call ends. */
async function repeat(verb: XmlElement, leg: CallLeg, once: () => Promise<void>): Promise<void> {
  const loop = Number(verb.attributes['loop'] ?? 1);
  const times = Number.isInteger(loop) && loop > 0 ? loop : 1;
  for (let round = 0; round < times; round += 1) await once();
  if (loop === 0) await leg.forever();
}

function streamSpec(stream: XmlElement, baseUrl: string): StreamSpec {
  const { url = '', name, statusCallback, statusCallbackMethod } = stream.attributes;
  const parameters = childElements(stream).map(({ attributes }) => [attributes['name'], attributes['value']]);
  // A relative address stands for the same host by wss.
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(url);
  return {
    url: isAbsolute ? url : absolute(url, baseUrl).replace(/^http/, 'ws'),
    ...(name !== undefined && { name }),
    customParameters: Object.fromEntries(parameters) as Record<string, string>,
    ...(statusCallback !== undefined && { statusCallback: absolute(statusCallback, baseUrl) }),
    statusCallbackMethod: methodOf(statusCallbackMethod),
  };
}

function fetchStep(url: string, verb: XmlElement, baseUrl: string): Step {
  return {
    kind: 'fetch',
    url: absolute(url, baseUrl),
    method: methodOf(verb.attributes['method']),
    params: {},
  };
}

function methodOf(attribute: string | undefined): 'GET' | 'POST' {
  return attribute?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

function absolute(url: string, baseUrl: string): string {
  // An absolute address stays letter by letter: the signature is over it as written.
  return /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : new URL(url, baseUrl).href;
}
