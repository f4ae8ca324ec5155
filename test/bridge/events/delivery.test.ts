import { join } from 'node:path';
import { Registry } from 'prom-client';
import { Delivery } from '../../../bridge/src/events/delivery';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';
import { EventMetrics } from '../../../bridge/src/events/eventMetrics';
import { Outbox } from '../../../bridge/src/events/outbox';
import type { SendResult } from '../../../bridge/src/events/webhook';
import { createLogger } from '../../../bridge/src/log';
import { settle } from '../support/fakePeers';
import { VirtualClock } from '../support/virtualClock';
import { ENDED, entry, identityOf, said, STARTED, temporaryFolder } from './samples';

const HOUR_MS = 3_600_000;
const OK: SendResult = { kind: 'delivered' };
const failed = (reason = 'status 503', retryAfterMs = 0): SendResult => ({
  kind: 'failed',
  reason,
  retryAfterMs,
});

/** A delivery in virtual time to a receiver that does what it is told. */
class Bench {
  readonly clock = new VirtualClock(0);
  readonly sent: EventEnvelope[] = [];
  answer: (event: EventEnvelope) => SendResult | Promise<SendResult> = () => OK;
  registry!: Registry;
  log = '';
  outbox!: Outbox;
  delivery!: Delivery;
  atATime = 0;
  mostAtATime = 0;

  constructor(readonly file: string) {
    this.start();
  }

  start(): void {
    this.outbox = new Outbox(this.file, true);
    this.outbox.open();
    this.registry = new Registry();
    this.delivery = new Delivery({
      ...{ outbox: this.outbox, clock: this.clock, lifetimeMs: 24 * HOUR_MS, random: () => 0 },
      metrics: new EventMetrics(this.registry, () => this.outbox.waiting),
      wallNow: () => this.clock.now(),
      log: createLogger('trace', { write: (line) => void (this.log += line) }),
      send: async (id, body) => {
        const event = JSON.parse(body) as EventEnvelope;
        expect(event.id).toBe(id);
        this.sent.push(event);
        this.atATime += 1;
        this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
        const result = await this.answer(event);
        this.atATime -= 1;
        return result;
      },
    });
  }

  /** Time passes in steps, each of which lets what is under way arrive. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(Math.min(stepMs, ms - passed));
      await this.quiet();
    }
  }

  /** Until nothing moves any more without time. */
  async quiet(): Promise<void> {
    let before: number;
    do {
      before = this.sent.length;
      await settle();
    } while (this.sent.length > before);
  }

  async append(...entries: Parameters<Outbox['append']>[0]): Promise<void> {
    this.outbox.append(entries, this.clock.now());
    this.delivery.kick();
    await this.quiet();
  }
}

/** The events of each session as they first arrived; a repetition must be the same event. */
function arrivals(sent: readonly EventEnvelope[]): Map<string, EventEnvelope[]> {
  const seen = new Map<string, EventEnvelope>();
  const sessions = new Map<string, EventEnvelope[]>();
  for (const event of sent) {
    const before = seen.get(event.id);
    if (before) {
      expect(event).toEqual(before);
      continue;
    }
    seen.set(event.id, event);
    const list = sessions.get(event.sessionId) ?? [];
    sessions.set(event.sessionId, list);
    list.push(event);
  }
  return sessions;
}

describe('Delivery', () => {
  const folder = temporaryFolder();
  let files = 0;
  let bench: Bench;
  beforeEach(() => {
    files += 1;
    bench = new Bench(join(folder, `${files}.db`));
  });
  afterEach(async () => {
    await bench.delivery.close();
    bench.outbox.close();
  });

  it('delivers the events of a session one after the other, sessions side by side', async () => {
    const sessions = Array.from({ length: 40 }, () => identityOf());
    const pending: (() => void)[] = [];
    bench.answer = () => new Promise((resolve) => pending.push(() => resolve(OK)));
    await bench.append(...sessions.flatMap((one) => [entry(one, STARTED), entry(one, ENDED)]));
    expect(bench.sent).toHaveLength(16);
    expect(new Set(bench.sent.map(({ sessionId }) => sessionId)).size).toBe(16);
    expect(bench.sent.every(({ sequence }) => sequence === 1)).toBe(true);
    while (pending.length > 0) {
      pending.splice(0).forEach((answer) => answer());
      await bench.quiet();
    }
    expect(bench.sent).toHaveLength(80);
    expect(bench.mostAtATime).toBe(16);
    for (const events of arrivals(bench.sent).values()) {
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2]);
    }
    expect(bench.outbox.waiting).toBe(0);
    expect(bench.clock.pending).toBe(0);
  });

  it('repeats a failed event before the next one of its session, later each time; others go on', async () => {
    const [bad, good] = [identityOf(), identityOf()];
    const times: number[] = [];
    bench.answer = ({ sessionId }) => {
      if (sessionId === good.sessionId) return OK;
      times.push(bench.clock.now());
      return times.length < 4 ? failed('status 500') : OK;
    };
    await bench.append(entry(bad, STARTED), entry(good, STARTED), entry(bad, ENDED), entry(good, ENDED));
    await bench.pass(20_000);
    expect(times).toEqual([0, 1000, 3000, 7000, 7000]);
    expect(
      bench.sent.filter(({ sessionId }) => sessionId === bad.sessionId).map((one) => one.sequence),
    ).toEqual([1, 1, 1, 1, 2]);
    expect(await bench.registry.metrics()).toContain('bridge_events_total{result="failed"} 3');
    expect(await bench.registry.metrics()).toContain('bridge_events_total{result="delivered"} 4');
  });

  it('waits as long as it is asked to', async () => {
    const times: number[] = [];
    bench.answer = () => {
      times.push(bench.clock.now());
      return times.length === 1 ? failed('status 429', 42_000) : OK;
    };
    await bench.append(entry(identityOf(), STARTED));
    await bench.pass(60_000);
    expect(times).toEqual([0, 42_000]);
  });

  it('brings every event of 50 calls over five minutes without n8n, and its own death in the middle', async () => {
    const sessions = Array.from({ length: 50 }, () => identityOf());
    const out = { from: 30_000, to: 330_000 };
    const isOut = () => bench.clock.now() >= out.from && bench.clock.now() < out.to;
    const duringOutage: number[] = [];
    bench.answer = () => {
      if (!isOut()) return OK;
      duringOutage.push(bench.clock.now());
      return failed('ECONNREFUSED');
    };
    await bench.append(...sessions.map((one) => entry(one, STARTED)));
    for (let second = 10; second <= 300; second += 10) {
      await bench.pass(10_000);
      if (second === 150) {
        // Dies with a request under way that arrives: nothing is marked.
        bench.answer = () => new Promise(() => undefined);
        await bench.append(entry(sessions[0]!, said('the last before the end')));
        bench.outbox.close();
        bench.answer = () => (isOut() ? (duringOutage.push(bench.clock.now()), failed('ECONNREFUSED')) : OK);
        bench.start();
      }
      await bench.append(...sessions.map((one) => entry(one, said(`at ${second}`))));
    }
    await bench.append(...sessions.map((one) => entry(one, ENDED)));
    expect(bench.outbox.waiting).toBeGreaterThan(1000);
    // Only one at a time asks whether the receiver is back.
    expect(duringOutage.length).toBeLessThan(320);
    const backAt = out.to + 5000;
    await bench.pass(backAt - bench.clock.now());
    expect(bench.outbox.waiting).toBe(0);
    const all = arrivals(bench.sent);
    expect(all.size).toBe(50);
    for (const [session, events] of all) {
      const count = session === sessions[0]!.sessionId ? 33 : 32;
      expect(events.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: count }, (_, at) => at + 1),
      );
      expect(events.at(-1)?.type).toBe('session.ended');
    }
    expect(bench.log).toContain('events are delivered again');
  });

  it('delivers all that waits with the first success after a long outage, within a minute of its end', async () => {
    bench.answer = () => failed('ECONNREFUSED');
    await bench.append(...[1, 2, 3].map(() => entry(identityOf(), STARTED)));
    await bench.pass(HOUR_MS, 10_000);
    const attempts = bench.sent.length;
    expect(attempts).toBeGreaterThan(59);
    expect(attempts).toBeLessThan(100);
    bench.answer = () => OK;
    await bench.pass(61_000);
    expect(bench.sent.length - attempts).toBe(3);
    expect(bench.outbox.waiting).toBe(0);
  });

  it('tries what is new soon, also when nothing has got through for long', async () => {
    const poison = identityOf();
    bench.answer = ({ sessionId }) => (sessionId === poison.sessionId ? failed('status 500') : OK);
    await bench.append(entry(poison, STARTED));
    await bench.pass(600_000, 5000);
    expect(bench.delivery.isOut).toBe(true);
    await bench.append(entry(identityOf(), STARTED));
    await bench.pass(1000);
    expect(bench.outbox.waiting).toBe(1);
    expect(bench.delivery.isOut).toBe(false);
  });

  it('lets nothing pass while the receiver asks everybody to wait', async () => {
    const times: number[] = [];
    bench.answer = () => {
      times.push(bench.clock.now());
      return failed('status 503', 120_000);
    };
    await bench.append(...Array.from({ length: 30 }, () => entry(identityOf(), STARTED)));
    const before = times.length;
    await bench.pass(119_500);
    expect(times).toHaveLength(before);
    await bench.pass(1000);
    expect(times).toHaveLength(before + 1);
  });

  it('is not held up by one event that always fails', async () => {
    const poison = identityOf();
    let attempts = 0;
    bench.answer = ({ sessionId }) => {
      if (sessionId !== poison.sessionId) return OK;
      attempts += 1;
      return failed('status 500');
    };
    await bench.append(entry(poison, STARTED));
    for (let index = 0; index < 100; index += 1) {
      await bench.append(entry(identityOf(), STARTED));
      await bench.pass(3000);
    }
    expect(bench.outbox.waiting).toBe(1);
    expect(attempts).toBeLessThan(15);
  });

  it('gives up after a day, and tells so', async () => {
    const [old, young] = [identityOf(), identityOf()];
    bench.answer = () => failed('status 404');
    await bench.append(entry(old, STARTED), entry(old, ENDED));
    await bench.pass(12 * HOUR_MS, 30_000);
    await bench.append(entry(young, STARTED));
    await bench.pass(12 * HOUR_MS + 300_000, 30_000);
    const letters = bench.outbox.deadLetters(0, 9);
    expect(letters.map(({ body }) => (JSON.parse(body) as EventEnvelope).sessionId)).toEqual([
      old.sessionId,
      old.sessionId,
    ]);
    expect(letters[0]?.reason).toBe('status 404');
    expect(bench.outbox.waiting).toBe(1);
    expect(await bench.registry.metrics()).toContain('bridge_events_total{result="dead"} 2');
    expect(bench.log).toContain('events given up');
  });

  it('does not hold in memory what waits', async () => {
    bench.answer = () => failed();
    const entries = Array.from({ length: 10_000 }, () => entry(identityOf(), STARTED));
    bench.outbox.append(entries, 0);
    entries.length = 0;
    bench.delivery.kick();
    await bench.quiet();
    // Those under way when the fifth failure tells that the receiver is out, and those that took its place before.
    expect(bench.sent.length).toBeLessThanOrEqual(20);
    bench.answer = () => OK;
    await bench.pass(1500);
    expect(bench.outbox.waiting).toBe(0);
    expect(bench.mostAtATime).toBe(16);
    expect(arrivals(bench.sent).size).toBe(10_000);
  });

  it('settles when nothing more can be done now, and leaves no timer', async () => {
    let answer: (result: SendResult) => void = () => undefined;
    bench.answer = () => new Promise((resolve) => (answer = resolve));
    await bench.append(entry(identityOf(), STARTED));
    let settled = false;
    const settling = bench.delivery.settle(3000).then(() => (settled = true));
    await settle();
    expect(settled).toBe(false);
    answer(failed());
    await settling;
    await bench.delivery.close();
    expect(bench.clock.pending).toBe(0);
    expect(bench.outbox.waiting).toBe(1);
  });
});
