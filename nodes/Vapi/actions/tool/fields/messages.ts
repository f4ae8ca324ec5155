import type { INodeProperties } from 'n8n-workflow';
import { fillerMessageProperties } from '../../../../shared/fields/fillerMessages';
import { fail } from '../../../../shared/fail';
import type { Field, FieldPlace } from '../../../../shared/form/field';
import { parseJson } from '../../../../shared/form/json';
import {
  DELAYED_MESSAGE,
  delayMilliseconds,
  fillerMessages,
} from '../../../../shared/protocol/fillerMessages';
import { asArray, asObject, type JsonObject } from '../../../../shared/protocol/json';
import { toText } from '../../../../shared/protocol/parameterSchema';

/** Source: OpenAPI ToolMessageStart and its siblings. */
const MAX_CONTENT = 1000;

/** The entries of the collection that hold words, and the kind of message that each becomes. */
const WORDS: Readonly<Record<string, string>> = {
  startMessage: 'request-start',
  delayedMessage: 'request-response-delayed',
  failedMessage: 'request-failed',
  completeMessage: 'request-complete',
};

/** The collection of what is said around a tool, without any condition. */
export const messagesProperty: INodeProperties = {
  displayName: 'Messages',
  name: 'messages',
  type: 'collection',
  placeholder: 'Add Message',
  default: {},
  description: 'What the assistant says before, while and after the tool runs',
  options: [
    ...fillerMessageProperties,
    {
      displayName: 'End Call After Success',
      name: 'endCall',
      type: 'boolean',
      default: true,
      description: 'Whether the call ends once the message on success was spoken',
    },
    {
      displayName: 'Message on Success',
      name: 'completeMessage',
      type: 'string',
      default: '',
      description:
        'Spoken word for word instead of an answer of the model; empty lets the assistant use what the tool gave',
    },
    {
      displayName: 'Messages (JSON)',
      name: 'messagesJson',
      type: 'json',
      default: '[]',
      description:
        'The whole list as in the Vapi API instead of all the other messages here, for variants, languages and conditions',
    },
    {
      displayName: 'Wait for Message at the Start',
      name: 'blocking',
      type: 'boolean',
      default: true,
      description: 'Whether the tool runs only once the message at the start was spoken',
    },
  ].sort((a, b) => a.displayName.localeCompare(b.displayName)) as INodeProperties[],
};

/** A switch and the messages: for tools that the caller waits for, fillers are on unless switched off. */
export const waitingMessages: ReadonlyArray<Field<'messages'>> = [
  {
    path: 'messages',
    property: {
      displayName: 'Speak While the Tool Runs',
      name: 'speakWhileWaiting',
      type: 'boolean',
      default: true,
      description:
        'Whether the assistant says something at the start and when the tool is slow, and knows what to do when it fails. Callers take silence for a lost line. Switched off, Vapi says fillers of its own at the start.',
    },
    read: () => undefined,
  },
  {
    path: 'messages',
    property: { ...messagesProperty, displayOptions: { show: { speakWhileWaiting: [true] } } },
    read: (value, place) => toMessages(asObject(value), place, true),
  },
];

/** For tools that are over at once: nothing is said but what is filled in. */
export const plainMessages: Field<'messages'> = {
  path: 'messages',
  property: messagesProperty,
  read: (value, place) => {
    const messages = toMessages(asObject(value), place, false);
    return messages.length > 0 || 'messagesJson' in asObject(value) ? messages : undefined;
  },
};

/**
 * The messages of a tool for Vapi.
 *
 * @param given values of the collection
 * @param byDefault what is not filled in has the default fillers; otherwise it is left out
 * @throws NodeOperationError for a text that is too long and JSON that is no list
 */
export function toMessages(given: JsonObject, place: FieldPlace, byDefault: boolean): JsonObject[] {
  if ('messagesJson' in given)
    return parseJson(given.messagesJson, 'array', 'Messages (JSON)', place) as JsonObject[];
  for (const name of Object.keys(WORDS)) checkLength(given[name], place);
  const silent = byDefault ? {} : { startMessage: '', delayedMessage: '' };
  const messages = fillerMessages({ ...silent, ...given })
    .filter(({ type }) => byDefault || type !== 'request-failed' || 'failedMessage' in given)
    .map((message) =>
      message.type === 'request-start' && given.blocking === true ? { ...message, blocking: true } : message,
    );
  const complete = toText(given.completeMessage);
  if (complete === '') return messages;
  const ending = given.endCall === true ? { endCallAfterSpokenEnabled: true } : {};
  return [...messages, { type: 'request-complete', content: complete, ...ending }];
}

function checkLength(value: unknown, { node, itemIndex }: FieldPlace): void {
  const { length } = toText(value);
  if (length <= MAX_CONTENT) return;
  const what = `A message has ${length} characters, at most ${MAX_CONTENT} are possible`;
  throw fail(node, 'INPUT_TOO_LONG', what, itemIndex);
}

/**
 * The messages of a stored tool with what is given changed. New words take the place of all messages of their kind and
 * keep its settings, emptied ones take the kind away; a setting alone is changed in the messages that are there, with
 * their languages and conditions. The other kinds stay.
 *
 * @returns undefined when nothing was given
 */
export function changedMessages(
  stored: unknown,
  given: JsonObject,
  place: FieldPlace,
): JsonObject[] | undefined {
  if (Object.keys(given).length === 0) return undefined;
  if ('messagesJson' in given) return toMessages(given, place, false);
  const before = asArray(stored).map(asObject);
  const first = (kind: string): JsonObject | undefined => before.find(({ type }) => type === kind);
  const delayed = first('request-response-delayed');
  const delay = delayed?.timingMilliseconds;
  const changed = toMessages(
    {
      // Without words there is nothing to delay.
      ...('delayedSeconds' in given && delayed === undefined ? { delayedMessage: DELAYED_MESSAGE } : {}),
      ...(typeof delay === 'number' ? { delayedSeconds: delay / 1000 } : {}),
      blocking: first('request-start')?.blocking,
      endCall: first('request-complete')?.endCallAfterSpokenEnabled,
      ...given,
    },
    place,
    false,
  );
  const worded = new Set(Object.keys(given).map((name) => WORDS[name]));
  const kept = before.filter(({ type }) => !worded.has(String(type)));
  return [...kept.map((message) => withSettings(message, given, delay)), ...changed];
}

/** @param delay of the first message for a slow tool; later ones keep theirs */
function withSettings(message: JsonObject, given: JsonObject, delay: unknown): JsonObject {
  const { type, timingMilliseconds } = message;
  if (type === 'request-start' && 'blocking' in given)
    return { ...message, blocking: given.blocking === true };
  if (type === 'request-complete' && 'endCall' in given)
    return { ...message, endCallAfterSpokenEnabled: given.endCall === true };
  if (type === 'request-response-delayed' && 'delayedSeconds' in given && timingMilliseconds === delay)
    return { ...message, timingMilliseconds: delayMilliseconds(given.delayedSeconds) };
  return message;
}
