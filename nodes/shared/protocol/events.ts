import type { JsonObject } from './json';

/** How the events are grouped for whoever picks them. */
export type EventGroup = 'call' | 'conversation' | 'chat' | 'session' | 'campaign';

/** A server message that Vapi sends for information: any 2xx is a fine answer. */
export interface ServerEvent {
  /** As Vapi's `serverMessages` has it. */
  type: string;
  group: EventGroup;
  name: string;
  description: string;
  /** Subscribed to only if ticked itself: Vapi behaves differently with it, or posts it many times a second. */
  onlyByName?: boolean;
}

/** Every event, also one that nobody knows yet. */
export const ANY_EVENT = '*';

/** Vapi's name for a subscription to `transcript` without the partial ones. */
export const FINAL_TRANSCRIPT = 'transcript[transcriptType="final"]';

type Row = readonly [type: string, name: string, description: string];

/**
 * Source: enums of `serverMessages` in the OpenAPI (assistants, and for the last group campaigns), Vapi docs, server
 * events. Left out are the messages that want an answer: they belong to the tool and request triggers.
 */
const ROWS: Readonly<Record<EventGroup, readonly Row[]>> = {
  call: [
    [
      'end-of-call-report',
      'End-of-Call Report',
      'Summary, transcript, cost and reason, once the call is over',
    ],
    [
      'status-update',
      'Status Update',
      'The call was queued, rings, is in progress, is forwarded or has ended',
    ],
    ['assistant.started', 'Assistant Started', 'An assistant took over the call'],
    ['transfer-update', 'Transfer Update', 'The call was handed to another assistant or number'],
    ['hang', 'Hang', 'The assistant is delayed; this is not a hang-up'],
    ['call.artifact.upload', 'Artifacts Uploaded', 'Recordings and logs are stored, or could not be'],
    ['call.deleted', 'Deleted', 'The data of the call was deleted'],
    ['call.delete.failed', 'Deletion Failed', 'The data of the call could not be deleted'],
    [
      'phone-call-control',
      'Phone Call Control',
      'Vapi asks you to forward or hang up, and no longer does it itself; not part of All Events',
    ],
  ],
  conversation: [
    ['transcript', 'Transcript (Partial and Final)', 'What was said, also while it is being said'],
    [FINAL_TRANSCRIPT, 'Transcript (Final Only)', 'What was said, once the sentence is over'],
    ['conversation-update', 'Conversation Update', 'The whole conversation so far, at each turn'],
    ['speech-update', 'Speech Update', 'The caller or the assistant started or stopped speaking'],
    ['assistant.speechStarted', 'Assistant Speech Started', 'What the assistant is about to say'],
    ['user-interrupted', 'User Interrupted', 'The caller talked over the assistant'],
    ['language-change-detected', 'Language Change Detected', 'The caller speaks another language'],
    ['language-changed', 'Language Changed', 'The transcriber was switched to another language'],
    ['voice-input', 'Voice Input', 'Text that was handed to the voice'],
    ['model-output', 'Model Output', 'Each token or tool call of the model; not part of All Events'],
  ],
  chat: [
    ['chat.created', 'Created', 'A chat message was answered'],
    ['chat.deleted', 'Deleted', 'A chat was deleted'],
  ],
  session: [
    ['session.created', 'Created', 'A session began'],
    ['session.updated', 'Updated', 'A session changed'],
    ['session.deleted', 'Deleted', 'A session was deleted'],
  ],
  campaign: [
    ['campaign.started', 'Started', 'The campaign began to call'],
    ['campaign.cancelled', 'Cancelled', 'The campaign was cancelled'],
    ['campaign.ended', 'Ended', 'The campaign is over'],
    ['campaign.archived', 'Archived', 'The campaign was archived'],
    ['campaign.unarchived', 'Unarchived', 'The campaign was taken out of the archive'],
    ['campaign.job.continued', 'Job Continued', 'The next batch of the campaign began'],
    ['contact.dispatched', 'Contact Dispatched', 'The call to a contact was placed'],
    ['contact.completed', 'Contact Completed', 'The call to a contact is over'],
    ['contact.failed', 'Contact Failed', 'A contact could not be called'],
    ['contact.skipped', 'Contact Skipped', 'A contact was left out'],
    ['contact.predial-failed', 'Contact Pre-Dial Failed', 'The check before the call failed'],
  ],
};

const ONLY_BY_NAME: ReadonlySet<string> = new Set(['phone-call-control', 'model-output']);

export const EVENT_GROUPS = Object.keys(ROWS) as EventGroup[];

export const SERVER_EVENTS: readonly ServerEvent[] = EVENT_GROUPS.flatMap((group) =>
  ROWS[group].map(([type, name, description]) => ({
    ...{ type, group, name, description },
    ...(ONLY_BY_NAME.has(type) ? { onlyByName: true } : {}),
  })),
);

/** The choice that stands for all events of a group. */
export function groupChoice(group: EventGroup): string {
  return `group:${group}`;
}

/** The group of a type; undefined for one that nobody knows yet. */
export function eventGroup(type: string): EventGroup | undefined {
  return SERVER_EVENTS.find((event) => event.type === type)?.group;
}

/**
 * Which of the chosen values takes an event: its own name first, then its group, then *Any Event*.
 *
 * @param chosen types, `group:…` and `*`
 * @param event normalised type, and the message for what the type does not say
 * @returns the value as it stands in `chosen`, undefined when the event is not wanted
 */
export function choiceFor(
  chosen: readonly string[],
  { type, message }: { type: string; message: JsonObject },
): string | undefined {
  const isFinal =
    type === 'transcript' && (message.transcriptType === 'final' || message.type === FINAL_TRANSCRIPT);
  const group = eventGroup(type);
  const candidates = [
    ...(isFinal ? [FINAL_TRANSCRIPT] : []),
    type,
    ...(group === undefined ? [] : [groupChoice(group)]),
    ANY_EVENT,
  ];
  return candidates.find((candidate) => chosen.includes(candidate));
}

/**
 * What `serverMessages` must be in Vapi, so that it posts what was chosen and nothing else.
 *
 * @param events chosen types, `group:…` and `*`; unknown ones are left out, Vapi would refuse the whole request
 * @param owner where it is set: an assistant and a campaign know different types
 * @returns values of Vapi's enum, each once, in the order of the table
 */
export function serverMessagesFor(
  events: readonly string[],
  owner: 'assistant' | 'campaign' = 'assistant',
): string[] {
  const types = SERVER_EVENTS.filter(({ group }) => (group === 'campaign') === (owner === 'campaign'))
    .filter(({ type, group, onlyByName }) => {
      if (events.includes(type)) return true;
      return onlyByName !== true && (events.includes(groupChoice(group)) || events.includes(ANY_EVENT));
    })
    .map(({ type }) => type);
  // With both subscriptions Vapi might post each final transcript twice.
  return types.includes('transcript') ? types.filter((type) => type !== FINAL_TRANSCRIPT) : types;
}
