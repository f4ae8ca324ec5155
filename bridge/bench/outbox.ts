import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Outbox } from '../src/events/outbox';
import { toOccurrence } from '../src/events/envelope';
import type { Entry } from '../src/events/storedEvents';
import { median } from './quantile';
import { milliseconds, table, type Section } from './results';
import type { Bench } from './run';

const DAY_MS = 86_400_000;
const SESSIONS = 200;
const EVENTS = 20_000;

/** How long the outbox holds up the event loop, and with it the audio, while it gives up and forgets old events. */
export async function outbox(bench: Bench): Promise<Section> {
  const events = bench.short ? 2000 : EVENTS;
  const store = new Outbox(join(bench.folder, `outbox-${randomUUID()}.db`), true);
  store.open();
  // As in the bridge, whose log is moved by a thread of its own.
  store.delegateCheckpoints(() => undefined);
  const entries = samples(events);
  for (let at = 0; at < events; at += 20) store.append(entries.slice(at, at + 20), 1000);
  const givenUp = await timed(() => store.expire(2000) > 0);
  const forgotten = await timed(() => store.prune(1001 + 30 * DAY_MS));
  store.close();
  return {
    name: 'outbox',
    title: 'How long the outbox holds up the audio',
    text: [
      `${events} events of ${SESSIONS} sessions are given up and then forgotten, a part at a time; ms of a part, in which nothing else runs.`,
      table(
        ['what', 'parts', 'median', 'p99', 'longest'],
        [row('given up', givenUp), row('forgotten', forgotten)],
      ),
    ].join('\n\n'),
    defects: [],
  };
}

/** Does a part at a time until none is left. Returns how long each has taken, in us. */
async function timed(part: () => boolean): Promise<number[]> {
  const took: number[] = [];
  for (let isMore = true; isMore;) {
    const began = performance.now();
    isMore = part();
    took.push((performance.now() - began) * 1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return took;
}

function row(what: string, took: readonly number[]): string[] {
  const sorted = [...took].sort((a, b) => a - b);
  const p99 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? NaN;
  const figures = [median(took), p99, sorted.at(-1) ?? NaN];
  return [what, String(took.length), ...figures.map(milliseconds)];
}

/** Transcripts, those of all sessions mixed as in the bridge. */
function samples(count: number): Entry[] {
  const identities = Array.from({ length: SESSIONS }, () => {
    const sessionId = randomUUID();
    return { sessionId, carrier: 'twilio', carrierCallId: `CA${sessionId}`, assistantCallId: randomUUID() };
  });
  return Array.from({ length: count }, (_, index): Entry => {
    const identity = identities[index % SESSIONS]!;
    const text = 'I would like to know when my order arrives, it was to be here on Monday.';
    return {
      ...toOccurrence(identity, { type: 'transcript', role: 'user', text }, new Date(0)),
      wanted: true,
    };
  });
}
