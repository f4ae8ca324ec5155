import { EVENT_TYPES, type EventEnvelope } from '../events/envelope';
import type { DeadLetterView } from '../events/deadLetters';
import type { Recording } from '../recording/recording';
import { endings } from '../relay/endings';
import type { SpokenTurn } from '../recording/transcript';
import type { SessionView } from '../relay/sessionView';
import { ref, type JsonSchema } from './describe';

const text = { type: 'string' };
const maybe = (type: string): JsonSchema => ({ type: [type, 'null'] });
const time = { type: 'string', format: 'date-time' };
const maybeTime = { type: ['string', 'null'], format: 'date-time' };

/** Every field of a session, so that none is forgotten here. */
const session: Record<keyof SessionView, JsonSchema> = {
  id: { type: 'string', format: 'uuid' },
  state: { enum: ['waiting', 'live', 'transferring', 'ending', 'ended'] },
  direction: { enum: ['inbound', 'outbound'] },
  carrier: text,
  carrierCallId: maybe('string'),
  assistantCallId: maybe('string'),
  createdAt: time,
  answeredAt: maybeTime,
  endedAt: maybeTime,
  reason: { enum: [...Object.keys(endings), null] },
  side: { enum: ['carrier', 'assistant', 'bridge', null] },
  seconds: maybe('number'),
  queuedMs: { type: 'integer' },
  metadata: { type: 'object' },
  counters: { type: 'object', additionalProperties: { type: 'integer' } },
};

const recording: Record<keyof Recording, JsonSchema> = {
  id: { type: 'string', format: 'uuid' },
  source: { enum: ['session', 'listen'] },
  state: { enum: ['recording', 'ready'] },
  sessionId: maybe('string'),
  carrier: maybe('string'),
  carrierCallId: maybe('string'),
  assistantCallId: maybe('string'),
  startedAt: time,
  endedAt: maybeTime,
  seconds: { type: 'number' },
  bytes: { type: 'integer' },
  encoding: { const: 'pcm_s16le' },
  sampleRate: { type: 'integer' },
  channels: { type: 'integer' },
  error: { type: ['string', 'null'], description: 'Why it ended before the call did.' },
};

const turn: Record<keyof SpokenTurn, JsonSchema> = {
  role: { enum: ['user', 'assistant'] },
  text,
  seconds: { type: 'number', description: 'When it was complete, from the beginning of the recording on.' },
};

const event: Record<keyof EventEnvelope, JsonSchema> = {
  id: { type: 'string', format: 'uuid' },
  sequence: { type: 'integer', description: 'Counts the events of one call, from 1 on.' },
  type: { enum: EVENT_TYPES },
  at: time,
  sessionId: text,
  carrier: text,
  carrierCallId: text,
  assistantCallId: maybe('string'),
  data: { type: 'object', description: 'What else is known, by type.' },
};

const deadLetter: Record<keyof DeadLetterView, JsonSchema> = {
  id: { type: 'string', format: 'uuid' },
  storedAt: time,
  attempts: { type: 'integer' },
  reason: maybe('string'),
  event: ref('Event'),
};

const objectOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...{ type: 'object', required: Object.keys(properties), properties },
});

/** The schemas that operations refer to. */
export const schemas: Readonly<Record<string, JsonSchema>> = {
  Session: objectOf(session),
  Recording: objectOf(recording),
  RecordingWithTranscript: objectOf({
    ...recording,
    transcript: { type: 'array', items: objectOf(turn), description: 'What was said, if Vapi was asked.' },
  }),
  Event: objectOf(event),
  DeadLetter: objectOf(deadLetter),
  Error: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message', 'hint'],
        properties: { code: text, message: text, hint: text },
      },
    },
  },
};

/** What each refusal means, by status. */
export const refusalTexts: Readonly<Record<number, string>> = {
  400: 'The request is not what this route takes.',
  401: 'The key or ticket is missing or wrong.',
  403: 'The proof of origin is wrong.',
  404: 'There is no such thing.',
  409: 'It is not in a state for this.',
  416: 'There is no such range.',
  429: 'Too many requests; Retry-After names the seconds to wait.',
  500: 'The bridge has failed.',
  501: 'The carrier cannot do this.',
  502: 'Vapi or the carrier has refused, or cannot be reached.',
  503: 'Not configured, or no more calls are taken.',
  504: 'Vapi or the carrier did not answer in time.',
};
