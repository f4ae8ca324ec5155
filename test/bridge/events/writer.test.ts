import { join } from 'node:path';
import { Registry } from 'prom-client';
import { EVENT_TYPES, type EventEnvelope, type EventType } from '../../../bridge/src/events/envelope';
import { EventMetrics } from '../../../bridge/src/events/eventMetrics';
import { Outbox } from '../../../bridge/src/events/outbox';
import { EventWriter } from '../../../bridge/src/events/writer';
import { createLogger } from '../../../bridge/src/log';
import { VirtualClock } from '../support/virtualClock';
import { ENDED, identityOf, said, STARTED, temporaryFolder } from './samples';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('EventWriter', () => {
  const folder = temporaryFolder();
  let files = 0;
  let clock: VirtualClock;
  let outbox: Outbox;
  let registry: Registry;
  let log: string;
  let written: number;

  const create = (types: readonly EventType[] = EVENT_TYPES): EventWriter => {
    clock = new VirtualClock();
    files += 1;
    outbox = new Outbox(join(folder, `${files}.db`), true);
    outbox.open();
    registry = new Registry();
    log = '';
    written = 0;
    return new EventWriter({
      ...{ outbox, clock, types: new Set(types) },
      metrics: new EventMetrics(registry, () => outbox.waiting),
      onWritten: () => (written += 1),
      wallNow: () => 1_766_300_000_000 + clock.now(),
      log: createLogger('trace', { write: (line) => void (log += line) }),
    });
  };
  afterEach(() => outbox.close());

  const stored = (): EventEnvelope[] =>
    outbox.after(0, 100_000, undefined).map(({ body }) => JSON.parse(body) as EventEnvelope);

  it('writes nothing while the sessions go on, and all of it right after, at once', async () => {
    const writer = create();
    writer.start();
    const a = identityOf();
    writer.event(a, STARTED);
    writer.event(a, said('one'));
    expect(stored()).toEqual([]);
    await turn();
    expect(stored().map(({ type, at }) => [type, at])).toEqual([
      ['session.started', '2025-12-21T06:53:21.000Z'],
      ['transcript', '2025-12-21T06:53:21.000Z'],
    ]);
    expect(written).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('waits 20 ms in a busy time', async () => {
    const writer = create();
    writer.start();
    const a = identityOf();
    clock.advance(20);
    writer.event(a, STARTED);
    await turn();
    for (let index = 0; index < 5; index += 1) {
      writer.event(a, said(String(index)));
      await turn();
    }
    clock.advance(19);
    expect(stored()).toHaveLength(1);
    clock.advance(1);
    expect(stored()).toHaveLength(6);
    expect(written).toBe(2);
  });

  it('stores the kinds that are wanted', async () => {
    const writer = create(['transcript']);
    writer.start();
    const a = identityOf();
    for (const event of [STARTED, said('x'), { type: 'interrupted' } as const]) writer.event(a, event);
    writer.flush();
    expect(outbox.unended()).toHaveLength(1);
    writer.event(a, ENDED);
    writer.flush();
    expect(stored().map(({ type, sequence }) => [type, sequence])).toEqual([['transcript', 1]]);
    expect(outbox.unended()).toEqual([]);
  });

  it('keeps what comes before the outbox is open', async () => {
    const writer = create();
    writer.event(identityOf(), STARTED);
    await turn();
    expect(stored()).toEqual([]);
    writer.start();
    expect(stored()).toHaveLength(1);
  });

  it('holds events while the disk takes none, in bounded memory, and stores them afterwards', async () => {
    const writer = create();
    writer.start();
    const a = identityOf();
    const append = jest.spyOn(outbox, 'append').mockImplementation(() => {
      throw Object.assign(new Error('disk full'), { code: 'ERR_SQLITE_ERROR' });
    });
    for (let index = 0; index < 10_003; index += 1) writer.event(a, said(String(index)));
    await turn();
    clock.advance(3000);
    expect(append.mock.calls.length).toBeGreaterThan(2);
    append.mockRestore();
    clock.advance(1000);
    expect(stored()).toHaveLength(10_000);
    expect(await registry.metrics()).toContain('bridge_events_total{result="lost"} 3');
    expect(log.match(/events cannot be stored/g)).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('stores the rest when it is closed, and nothing later', async () => {
    const writer = create();
    writer.start();
    writer.event(identityOf(), STARTED);
    writer.close();
    expect(stored()).toHaveLength(1);
    writer.event(identityOf(), STARTED);
    await turn();
    expect(stored()).toHaveLength(1);
  });
});
