import type { INodeProperties } from 'n8n-workflow';
import { picker } from '../shared/fields/picker';
import { toE164 } from '../shared/phone';
import { asNumber, asObject, asText, type JsonObject } from '../shared/protocol/json';
import type { VapiRequestKind } from '../shared/protocol/requests';

/** Reads the fields of the trigger. */
export type ReadField = (name: string) => unknown;

/** What is answered when the workflow gives no answer: fields for it, and its value. */
interface DefaultAnswer {
  properties: Array<Omit<INodeProperties, 'displayOptions'>>;
  /** In Vapi's shape; for a custom LLM and a voice in the shape that Respond to Vapi sends. */
  body(read: ReadField, message: JsonObject): JsonObject;
}

const NO_ASSISTANT = 'Sorry, we cannot take your call right now. Please try again later.';
const NO_TRANSFER = 'Nobody can take the call right now. Offer the caller to be called back.';
const NO_HANDOFF = 'Handing over is not possible right now. Go on yourself.';
const NO_REPLY = 'Sorry, I did not get that. Could you say it again?';
const DEFAULT_TIMEOUT_SECONDS = 0.5;

const DEFAULTS: Readonly<Record<VapiRequestKind, DefaultAnswer>> = {
  'assistant-request': {
    properties: [
      picker(
        {
          displayName: 'Default Assistant',
          name: 'defaultAssistant',
          description: 'Takes the call when the workflow fails, sends no answer or is too late',
        },
        'searchAssistants',
      ),
      {
        displayName: 'Message Without an Assistant',
        name: 'assistantError',
        type: 'string',
        default: NO_ASSISTANT,
        description: 'What the caller hears in that case if there is no default assistant',
      },
    ],
    body: (read) => {
      const assistantId = located(read('defaultAssistant')).value;
      return assistantId === undefined
        ? { error: text(read('assistantError')) ?? NO_ASSISTANT }
        : { assistantId };
    },
  },
  'transfer-destination-request': {
    properties: [
      {
        displayName: 'Default Transfer Number',
        name: 'defaultTransferNumber',
        type: 'string',
        default: '',
        placeholder: 'e.g. +14155550123',
        description: 'Where the call goes when the workflow fails, sends no answer or is too late',
      },
      {
        displayName: 'Message Without a Number',
        name: 'transferError',
        type: 'string',
        default: NO_TRANSFER,
        description: 'What the assistant is told in that case if there is no default number',
      },
    ],
    body: (read) => {
      const number = toE164(text(read('defaultTransferNumber')) ?? '');
      return number === undefined
        ? { error: text(read('transferError')) ?? NO_TRANSFER }
        : { destination: { type: 'number', number } };
    },
  },
  'handoff-destination-request': {
    properties: [
      handOffPicker(),
      {
        displayName: 'Message Without an Assistant',
        name: 'handoffError',
        type: 'string',
        default: NO_HANDOFF,
        description: 'What the assistant is told in that case if there is no default assistant',
      },
    ],
    body: (read) => {
      const { mode, value } = located(read('defaultHandoffAssistant'));
      if (value === undefined) return { error: text(read('handoffError')) ?? NO_HANDOFF };
      const who = mode === 'name' ? { assistantName: value } : { assistantId: value };
      return { destination: { type: 'assistant', ...who } };
    },
  },
  'knowledge-base-request': {
    properties: [
      {
        displayName: 'Default Document',
        name: 'defaultDocument',
        type: 'string',
        typeOptions: { rows: 2 },
        default: '',
        description:
          'What the assistant gets to read when the workflow fails, sends no answer or is too late; leave empty for no document',
      },
    ],
    body: (read) => {
      const content = text(read('defaultDocument'));
      return { documents: content === undefined ? [] : [{ content, similarity: 1 }] };
    },
  },
  'call.endpointing.request': {
    properties: [
      {
        displayName: 'Default Wait (Seconds)',
        name: 'defaultTimeoutSeconds',
        type: 'number',
        typeOptions: { minValue: 0, maxValue: 15, numberPrecision: 1 },
        default: DEFAULT_TIMEOUT_SECONDS,
        description:
          'How long the assistant waits before it speaks when the workflow fails, sends no answer or is too late',
      },
    ],
    body: (read) => {
      const seconds = asNumber(read('defaultTimeoutSeconds')) ?? DEFAULT_TIMEOUT_SECONDS;
      return { timeoutSeconds: Math.min(Math.max(seconds, 0), 15) };
    },
  },
  'campaign.predial': {
    properties: [
      {
        displayName: 'Call by Default',
        name: 'defaultEligible',
        type: 'boolean',
        default: false,
        description: 'Whether the contact is called when the workflow fails, sends no answer or is too late',
      },
    ],
    body: (read) => ({ eligible: read('defaultEligible') === true }),
  },
  // Nothing that could be said is at hand as audio.
  'voice-request': {
    properties: [],
    body: (_read, message) => ({ audio: silence(asNumber(message.sampleRate)) }),
  },
  'chat-completion': {
    properties: [
      {
        displayName: 'Default Reply',
        name: 'defaultReply',
        type: 'string',
        default: NO_REPLY,
        description: 'What the assistant says when the workflow fails, sends no answer or is too late',
      },
    ],
    body: (read) => ({ text: text(read('defaultReply')) ?? NO_REPLY }),
  },
};

/** The fields of all kinds, each shown when its request is ticked. */
export const defaultProperties: INodeProperties[] = Object.entries(DEFAULTS).flatMap(
  ([kind, { properties }]) =>
    properties.map((property) => ({ ...property, displayOptions: { show: { requests: [kind] } } })),
);

/** @throws what n8n throws for an expression that fails */
export function defaultAnswer(kind: VapiRequestKind, read: ReadField, message: JsonObject): JsonObject {
  return DEFAULTS[kind].body(read, message);
}

/** The answer where the builder's fields do not count: a request that is not ticked, or an expression that fails. */
export function builtInAnswer(kind: VapiRequestKind, message: JsonObject): JsonObject {
  return defaultAnswer(kind, () => undefined, message);
}

/** Members of a squad are known by name, too. */
function handOffPicker(): INodeProperties {
  const property = picker(
    {
      displayName: 'Default Hand-Off Assistant',
      name: 'defaultHandoffAssistant',
      description: 'Takes over when the workflow fails, sends no answer or is too late',
    },
    'searchAssistants',
  );
  const byName = {
    displayName: 'By Name',
    name: 'name',
    type: 'string' as const,
    placeholder: 'e.g. Billing',
  };
  return { ...property, modes: [...(property.modes ?? []), byName] };
}

/** What was chosen in a picker; an expression may give the bare ID. */
function located(value: unknown): { mode?: string; value?: string } {
  const { mode, value: chosen } = asObject(value);
  return { mode: asText(mode), value: text(chosen ?? (typeof value === 'string' ? value : undefined)) };
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : asText(String(value).trim());
}

const SILENCE_SECONDS = 0.1;

/** PCM zeros in base64: enough for Vapi to take it for an answer, short enough not to be noticed. */
function silence(sampleRate = 24_000): string {
  const samples = Math.round(Math.min(Math.max(sampleRate, 8_000), 48_000) * SILENCE_SECONDS);
  return Buffer.alloc(samples * 2).toString('base64');
}
