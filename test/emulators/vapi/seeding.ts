import type { JsonObject } from './json';
import type { Collection } from './store';
import type { SeedOptions, SeededView } from './seeded';
import type { Resource } from './types';

const MINUTE_MS = 60_000;

/** What the OpenAPI wants of an object besides id and dates, for kinds where it wants something. */
const REQUIRED: Partial<Record<Resource, (index: number) => JsonObject>> = {
  tool: () => ({ type: 'endCall' }),
  'phone-number': () => ({ provider: 'vapi', status: 'active' }),
  credential: () => ({ provider: 'custom-credential', authenticationPlan: { type: 'bearer' } }),
  squad: () => ({ members: [] }),
  session: () => ({ status: 'active', expirationSeconds: 86_400, messages: [] }),
  'structured-output': () => ({ type: 'ai', schema: { type: 'object' } }),
  eval: () => ({ type: 'chat.mockConversation', messages: [] }),
  chat: (index) => ({ input: `Message ${index}`, output: [], messages: [] }),
  campaign: () => ({
    status: 'ended',
    calls: {},
    callsCounterScheduled: 0,
    callsCounterQueued: 0,
    callsCounterInProgress: 0,
    callsCounterEndedVoicemail: 0,
    callsCounterEnded: 0,
  }),
};

/** Many objects of one kind, each with a name that tells its number. */
export function seedResource(
  collection: Collection,
  resource: Resource,
  count: number,
  options: SeedOptions = {},
): SeededView {
  return collection.seedMany(count, {
    ...options,
    fields: (index) => ({
      name: `${resource} ${index}`,
      ...REQUIRED[resource]?.(index),
      ...options.fields?.(index),
    }),
  });
}

/** Many calls of one minute that have ended. */
export function seedCalls(collection: Collection, count: number, options: SeedOptions = {}): SeededView {
  const seeded = collection.seedMany(count, {
    ...options,
    fields: (index) => {
      const createdAt = seeded.at(index);
      return {
        type: 'outboundPhoneCall',
        status: 'ended',
        endedReason: 'customer-ended-call',
        startedAt: new Date(createdAt).toISOString(),
        endedAt: new Date(createdAt + MINUTE_MS).toISOString(),
        customer: { number: `+1415555${String(index % 10_000).padStart(4, '0')}` },
        cost: 0.05,
        ...options.fields?.(index),
      };
    },
  });
  return seeded;
}
