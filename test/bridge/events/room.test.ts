import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { WebSocket } from 'ws';
import type { DeadLetterView } from '../../../bridge/src/events/deadLetters';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';
import { Outbox } from '../../../bridge/src/events/outbox';
import { signEvent } from '../../../bridge/src/events/signature';
import { CALLER } from '../support/fakeTwilio';
import { API_KEY, Harness } from '../support/harness';
import { until } from '../support/until';
import { Receiver } from './receiver';
import { entry, identityOf, said, STARTED } from './samples';

/** What the REST API answers, as far as it is looked at. */
interface Answer {
  events: DeadLetterView[];
  nextCursor: string | null;
  error: { code: string };
}

const SECRET = 'events-secret-of-the-tests';
const WITH_KEY = { authorization: `Bearer ${API_KEY}` };

/** Reads along. */
class Reader {
  readonly events: EventEnvelope[] = [];
  readonly socket: WebSocket;
  closeCode: number | undefined;

  constructor(port: number, query = '', headers: Record<string, string> = WITH_KEY) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/v1/events${query}`, { headers });
    this.socket.on('message', (data) =>
      this.events.push(JSON.parse((data as Buffer).toString()) as EventEnvelope),
    );
    this.socket.on('close', (code) => (this.closeCode = code));
  }

  /** Resolves when it is let in, or with the status of the refusal. */
  opened(): Promise<number> {
    return new Promise((resolve) => {
      this.socket.once('open', () => resolve(101));
      this.socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      this.socket.on('error', () => undefined);
    });
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }
}

describe('events', () => {
  const receiver = new Receiver();
  const readers: Reader[] = [];
  let folder: string;
  let harness: Harness;
  beforeAll(() => receiver.start());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-events-room-'));
    receiver.received.length = 0;
    receiver.answer = () => ({ status: 200 });
  });
  afterEach(async () => {
    for (const { socket } of readers.splice(0)) socket.terminate();
    await harness.stop();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => receiver.stop());

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    harness = await new Harness().start({
      BRIDGE_EVENTS_URL: receiver.url,
      BRIDGE_EVENTS_SECRET: SECRET,
      BRIDGE_DATA_DIR: folder,
      ...environment,
    });
  };
  const restart = async (environment: Record<string, string> = {}): Promise<void> => {
    await harness.stop();
    await start(environment);
  };
  const read = async (query?: string): Promise<Reader> => {
    const reader = new Reader(harness.port, query);
    readers.push(reader);
    expect(await reader.opened()).toBe(101);
    return reader;
  };
  /** A whole call, with a sentence and a key. */
  const call = async (): Promise<string> => {
    const { stream, vapi, callSid } = await harness.call();
    vapi.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'my words' });
    await until(() => harness.log.includes(callSid), 'the call is logged');
    stream.send({ event: 'dtmf', streamSid: stream.streamSid, dtmf: { track: 'inbound_track', digit: '7' } });
    // What came before has been read when this has had its effect.
    vapi.say({ type: 'user-interrupted' });
    await until(() => stream.events.includes('clear'), 'the interruption has arrived');
    stream.stop();
    await until(() => harness.bridge.inspect().sessions === 0, 'the session is over');
    return callSid;
  };
  const api = async (path: string, method = 'GET'): Promise<{ status: number; body: Answer }> => {
    const response = await harness.request(path, { method, headers: WITH_KEY });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as Answer };
  };
  const dead = async (): Promise<DeadLetterView[]> => (await api('/v1/events/dead')).body.events;

  it('reach the webhook, signed and in order, and readers', async () => {
    await start();
    const reader = await read();
    const callSid = await call();
    await until(() => receiver.events.at(-1)?.type === 'session.ended', 'the end is told');
    const { events } = receiver;
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ type }) => type).sort()).toEqual(
      ['session.started', 'session.answered', 'transcript', 'dtmf', 'interrupted', 'session.ended'].sort(),
    );
    const [first, , ...rest] = events;
    expect(first).toMatchObject({
      ...{ type: 'session.started', carrier: 'twilio', carrierCallId: callSid },
      data: { direction: 'inbound', from: CALLER },
    });
    expect(rest.at(-1)).toMatchObject({ data: { reason: 'caller-hung-up', side: 'carrier' } });
    expect(rest.find(({ type }) => type === 'transcript')?.data).toEqual({ role: 'user', text: 'my words' });
    for (const { headers, body } of receiver.received) {
      const timestamp = Number(headers['x-bridge-timestamp']);
      expect(headers['x-bridge-signature']).toBe(signEvent(SECRET, timestamp, body));
    }
    await until(() => reader.events.length === events.length, 'the reader has all');
    expect(reader.events).toEqual(events);
    const metrics = await (await harness.request('/metrics', { headers: WITH_KEY })).text();
    expect(metrics).toContain(`bridge_events_total{result="delivered"} ${events.length}`);
    expect(metrics).toContain('bridge_events_waiting 0');
    expect(harness.log).not.toContain('my words');
    expect(harness.log).not.toContain('events-secret');
    expect(harness.log).not.toContain(CALLER.slice(1));
    reader.socket.close();
    await harness.idle();
  });

  it('can be read again from any point on, of all sessions or one', async () => {
    await start();
    await call();
    await call();
    await until(() => receiver.events.length === 12, 'all is delivered');
    const all = receiver.events;
    const since = await read(`?since=${all[0]?.id}`);
    const forgotten = await read(`?since=${randomUUID()}`);
    await until(() => forgotten.events.length === 12, 'what is stored is sent');
    const stored = forgotten.events;
    expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
    const after = stored.slice(stored.findIndex(({ id }) => id === all[0]?.id) + 1);
    await until(() => since.events.length === after.length, 'the rest is sent');
    expect(since.events).toEqual(after);
    const session = stored.at(-1)?.sessionId;
    const one = await read(`?since=${randomUUID()}&sessionId=${session}`);
    await until(() => one.types.includes('session.ended'), 'the session is sent');
    expect(one.events).toEqual(stored.filter(({ sessionId }) => sessionId === session));
    await call();
    await until(
      () => forgotten.events.length === 18 && since.events.length === after.length + 6,
      'they go on',
    );
    expect(one.events).toHaveLength(6);
  });

  it('can be read without any webhook', async () => {
    await start({
      BRIDGE_EVENTS_URL: '',
      BRIDGE_EVENTS_SECRET: '',
      BRIDGE_EVENTS: 'session.started,session.ended',
    });
    const reader = await read();
    await call();
    await until(() => reader.events.length === 2, 'both are told');
    expect(reader.types).toEqual(['session.started', 'session.ended']);
    expect(reader.events[1]?.sequence).toBe(2);
    expect(receiver.received).toEqual([]);
  });

  it('are for those who hold the key', async () => {
    await start();
    expect(await new Reader(harness.port, '', {}).opened()).toBe(401);
    expect(await new Reader(harness.port, '', { authorization: 'Bearer wrong' }).opened()).toBe(401);
    expect(await new Reader(harness.port, '?since=1').opened()).toBe(400);
    expect(await new Reader(harness.port, '?sessionId=%27%20OR%201=1').opened()).toBe(400);
    expect((await harness.request('/v1/events/dead')).status).toBe(401);
    expect((await harness.request(`/v1/events/dead/${randomUUID()}`, { method: 'DELETE' })).status).toBe(401);
  });

  it('limits how many read', async () => {
    await start();
    for (let index = 0; index < 50; index += 1) await read();
    expect(await new Reader(harness.port).opened()).toBe(503);
    readers[0]?.socket.close();
    await once(readers[0]!.socket, 'close');
    await read();
  });

  it('wait for a webhook that is out, also while the bridge restarts', async () => {
    receiver.answer = () => ({ status: 404, body: 'The requested webhook is not registered' });
    await start();
    await call();
    await restart();
    receiver.answer = () => ({ status: 200 });
    receiver.received.length = 0;
    await restart();
    await until(() => receiver.events.at(-1)?.type === 'session.ended', 'all is delivered');
    expect(receiver.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('that are given up can be listed, sent again and deleted', async () => {
    await start({ BRIDGE_EVENTS_HOURS: '1' });
    const hour = 3_600_000;
    receiver.answer = () => ({ status: 410 });
    const now = jest.spyOn(Date, 'now');
    try {
      const begin = performance.now();
      now.mockImplementation(() => Math.round(1_766_300_000_000 + performance.now() - begin));
      await call();
      await until(() => receiver.received.length > 0, 'one was tried');
      now.mockImplementation(() => Math.round(1_766_300_000_000 + 2 * hour + performance.now() - begin));
      await until(() => harness.log.includes('events given up'), 'they are given up');
      await until(() => receiver.received.length > 1, 'another one was tried');
      const letters = await dead();
      expect(letters.length).toBeGreaterThan(0);
      const tries = receiver.events.filter((event) => event.id === letters[0]?.id).length;
      expect(tries).toBeGreaterThanOrEqual(2);
      expect(letters[0]).toMatchObject({
        attempts: tries,
        reason: 'status 410',
        event: { type: 'session.started', sequence: 1 },
      });
      const page = await api('/v1/events/dead?limit=1');
      expect(page.body.events).toEqual([letters[0]]);
      const id = letters[0]?.id;
      receiver.answer = () => ({ status: 200 });
      expect(await api(`/v1/events/dead/${id}/resend`, 'POST')).toEqual({
        status: 202,
        body: { id, state: 'waiting' },
      });
      await until(
        () => receiver.events.filter((event) => event.id === id).length === tries + 1,
        'it is sent again',
      );
      expect((await api(`/v1/events/dead/${id}/resend`, 'POST')).status).toBe(404);
      expect((await api(`/v1/events/dead/${id}`, 'DELETE')).status).toBe(404);
    } finally {
      now.mockRestore();
    }
  });

  it('answers questions that make no sense with one clear error', async () => {
    await start();
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'cursor=-1', 'cursor=a']) {
      const { status, body } = await api(`/v1/events/dead?${query}`);
      expect([status, body.error.code]).toEqual([400, 'QUERY_INVALID']);
    }
    const { status, body } = await api(`/v1/events/dead/..%2F..%2Fetc`, 'DELETE');
    expect([status, body.error.code]).toEqual([404, 'EVENT_UNKNOWN']);
    expect(await dead()).toEqual([]);
  });

  it('that are kept beyond the limit are removed soon', async () => {
    const outbox = new Outbox(join(folder, 'outbox.db'), false);
    outbox.open();
    const one = identityOf();
    outbox.append(
      Array.from({ length: 11_000 }, () => entry(one, said('x'))),
      Date.now(),
    );
    outbox.close();
    await start();
    const database = new DatabaseSync(join(folder, 'outbox.db'), { readOnly: true });
    const count = database.prepare('SELECT count(*) AS count FROM events');
    await until(() => count.get()?.count === 10_000, 'all of it is removed');
    database.close();
  });

  it('do not keep the bridge from starting where they cannot be stored', async () => {
    const outbox = new Outbox(join(folder, 'outbox.db'), true);
    outbox.open();
    outbox.append([entry(identityOf(), STARTED)], Date.now());
    outbox.close();
    const append = jest.spyOn(Outbox.prototype, 'append').mockImplementation(() => {
      throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' });
    });
    try {
      await start();
      expect(harness.log).toContain('sessions left behind cannot be ended');
    } finally {
      append.mockRestore();
    }
    await restart();
    await until(
      () => receiver.events.at(-1)?.type === 'session.ended',
      'the end is told after the next start',
    );
  });

  it('keep a bridge from starting whose folder is in use', async () => {
    await start();
    const other = new Harness();
    const env = { BRIDGE_EVENTS: 'all', BRIDGE_DATA_DIR: folder };
    await expect(other.start(env)).rejects.toMatchObject({ code: 'EVENTS_STORE_FAILED' });
    await other.stop();
  });
});
