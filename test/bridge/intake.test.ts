import { Agent } from 'undici';
import { Admission } from '../../bridge/src/admission';
import type { Dialler, DialRequest } from '../../bridge/src/carriers/dialRequest';
import { loadConfig } from '../../bridge/src/config';
import { CallIntake } from '../../bridge/src/intake';
import { createLogger } from '../../bridge/src/log';
import { silentMeter } from '../../bridge/src/relay/meter';
import { SessionStore } from '../../bridge/src/relay/sessionStore';
import { VapiCallClient } from '../../bridge/src/vapi/callClient';
import { VapiControlClient } from '../../bridge/src/vapi/controlClient';
import { VapiTransport } from '../../bridge/src/vapi/transport';
import { FakeVapi } from './support/fakeVapi';
import { until } from './support/until';
import { VirtualClock } from './support/virtualClock';

describe('CallIntake', () => {
  const vapi = new FakeVapi();
  const dispatcher = new Agent();
  beforeAll(() => vapi.start());
  afterAll(async () => {
    await dispatcher.close();
    await vapi.stop();
  });

  const create = (clock: VirtualClock, sessions: SessionStore, diallers: Dialler[] = []): CallIntake => {
    const config = loadConfig({
      BRIDGE_PUBLIC_URL: 'https://bridge.test',
      BRIDGE_API_KEY: 'k',
      VAPI_API_KEY: 'k',
      VAPI_BASE_URL: vapi.url,
      VAPI_ASSISTANT_ID: 'a-1',
    });
    const common = { ...config.vapi, userAgent: 'test/1', clock };
    const client = new VapiCallClient({ ...common, dispatcher });
    return new CallIntake({
      config,
      admission: new Admission(10),
      sessions,
      transport: new VapiTransport({
        ...{ ...common, client, control: new VapiControlClient({ ...common, dispatcher }) },
        ...{ transcripts: false, toolCalls: false },
      }),
      observers: [],
      diallers,
      clock,
      meter: silentMeter,
      log: createLogger('silent'),
    });
  };
  const call = {
    carrier: 'twilio',
    carrierCallId: 'CA1',
    callerNumber: undefined,
    calledNumber: undefined,
  };

  it('ends the call at Vapi when no stream shows the ticket within 60 s', async () => {
    const clock = new VirtualClock();
    const sessions = new SessionStore();
    const intake = create(clock, sessions);
    const reception = intake.take(call);
    await until(
      () => sessions.list()[0]?.view().assistantCallId === 'vapi-call-1',
      'Vapi has created the call',
    );
    await until(() => vapi.calls.length === 1, 'Vapi is there');
    // The client learns of the open socket a moment after the server: from then on it sends silence.
    await until(() => {
      clock.advance(20);
      return (vapi.calls[0]?.audio.length ?? 0) > 0;
    }, 'silence reaches Vapi');
    expect([sessions.size, intake.tickets]).toEqual([1, 1]);
    // Vapi's socket is pinged meanwhile, and its answers have to be read before the next step: audio follows each.
    vapi.calls[0]?.socket.on('ping', () => vapi.calls[0]?.socket.send(Buffer.alloc(160, 0x11)));
    const answers = () => sessions.list()[0]?.view().counters.assistantBytes ?? 0;
    const begun = clock.now();
    for (let round = 1; round <= 14; round += 1) {
      const before = answers();
      clock.advance(4000);
      await until(() => answers() > before, 'a ping is answered');
    }
    expect([intake.tickets, clock.now() - begun]).toEqual([1, 56_000]);
    clock.advance(4000);
    expect(intake.tickets).toBe(0);
    await until(() => sessions.size === 0, 'the session is gone');
    await until(() => vapi.calls[0]?.closeCode !== undefined, 'Vapi sees that it is over');
    expect(vapi.calls[0]?.texts).toEqual(['{"type":"end-call"}']);
    expect(vapi.calls[0]?.closeCode).toBe(1000);
    expect(clock.pending).toBe(0);
    if (reception.kind !== 'connect') throw new Error('the call was not taken');
    expect(intake.claim(reception.ticket, 'CA1')).toBeUndefined();
  });

  it('gives a call that is told again another ticket, but no more time', async () => {
    const clock = new VirtualClock();
    const sessions = new SessionStore();
    const intake = create(clock, sessions);
    expect(intake.takeAgain('CA1')).toBeUndefined();
    const reception = intake.take(call);
    if (reception.kind !== 'connect') throw new Error('the call was not taken');
    expect(intake.takeAgain('CA2')).toBeUndefined();
    const tickets = [reception.ticket];
    for (let time = 0; time < 3; time += 1) {
      clock.advance(19_999);
      tickets.push(intake.takeAgain('CA1') ?? '');
    }
    expect(new Set(tickets).size).toBe(4);
    expect([sessions.size, intake.tickets]).toEqual([1, 1]);
    for (const revoked of tickets.slice(0, -1)) expect(intake.claim(revoked, 'CA1')).toBeUndefined();
    clock.advance(3);
    expect(intake.tickets).toBe(0);
    expect(intake.takeAgain('CA1')).toBeUndefined();
    await until(() => {
      clock.advance(1000);
      return sessions.size === 0;
    }, 'the session is gone');
  });

  it('gives no ticket more when one was shown, or the session has ended', async () => {
    const clock = new VirtualClock();
    const sessions = new SessionStore();
    const intake = create(clock, sessions);
    intake.take(call);
    const ticket = intake.takeAgain('CA1') ?? '';
    const session = intake.claim(ticket, 'CA1');
    expect(session).toBe(sessions.list()[0]);
    expect(intake.takeAgain('CA1')).toBeUndefined();
    session?.end('stopped-by-api');
    intake.take({ ...call, carrierCallId: 'CA2' });
    sessions.list().at(-1)?.end('stopped-by-api');
    expect(intake.takeAgain('CA2')).toBeUndefined();
    await until(() => {
      clock.advance(1000);
      return sessions.size === 0;
    }, 'the sessions are gone');
    expect(intake.tickets).toBe(0);
  });

  describe('placing a call', () => {
    let clock: VirtualClock;
    let sessions: SessionStore;
    let asked: DialRequest[];
    let answer: (carrierCallId: string) => void;
    let intake: CallIntake;
    beforeEach(() => {
      clock = new VirtualClock();
      sessions = new SessionStore();
      asked = [];
      const dial: Dialler['dial'] = (request) => {
        asked.push(request);
        return new Promise((resolve) => (answer = (carrierCallId) => resolve({ carrierCallId })));
      };
      intake = create(clock, sessions, [
        { name: 'first', dial: undefined },
        { name: 'second', dial },
        { name: 'third', dial },
      ]);
    });
    const gone = () =>
      until(() => {
        clock.advance(1000);
        return sessions.size === 0;
      }, 'the session is gone');
    const to = '+15550100';
    const from = '+15550199';

    it('takes the first carrier that can, unless another one is named', async () => {
      const call = intake.dial({ to, from });
      answer('C1');
      expect((await call).view()).toMatchObject({ carrier: 'second', carrierCallId: 'C1' });
      expect(asked[0]).toMatchObject({ to, from, machineDetection: false, timeoutSeconds: 60 });
      const other = intake.dial({ to, from, carrier: 'third' });
      answer('C2');
      expect((await other).view()).toMatchObject({ carrier: 'third' });
      for (const [carrier, code] of [
        ['first', 'CARRIER_DIAL_UNAVAILABLE'],
        ['fourth', 'CARRIER_UNKNOWN'],
      ]) {
        await expect(intake.dial({ to, from, carrier: carrier ?? '' })).rejects.toMatchObject({ code });
      }
      expect(sessions.size).toBe(2);
      for (const session of sessions.list()) session.end('stopped-by-api');
      await gone();
    });

    it('knows the stream, and what is told of the call, before the carrier has named it', async () => {
      const call = intake.dial({ to, from });
      const { ticket = '', sessionId = '' } = asked[0] ?? {};
      intake.abandon('C1', 'callee-busy', 'another session');
      intake.abandon('C1', 'callee-busy');
      expect(intake.claim(ticket, 'C1')).toBe(sessions.get(sessionId));
      expect(sessions.get(sessionId)?.carrierCallId).toBe('C1');
      answer('C1');
      const session = await call;
      intake.abandon('C2', 'callee-busy', sessionId);
      expect(session.view().state).toBe('waiting');
      intake.abandon('C1', 'callee-busy', sessionId);
      expect(session.view()).toMatchObject({ reason: 'callee-busy' });
      await gone();
    });

    it('gives its ticket to no other call, once it is named', async () => {
      const call = intake.dial({ to, from });
      answer('C1');
      const session = await call;
      expect(intake.claim(asked[0]?.ticket ?? '', 'C2')).toBeUndefined();
      expect(intake.claim(asked[0]?.ticket ?? '', 'C1')).toBe(session);
      session.end('stopped-by-api');
      await gone();
    });

    it('waits for the stream as long as it rings, and a minute more', async () => {
      const call = intake.dial({ to, from, timeoutSeconds: 300 });
      answer('C1');
      const session = await call;
      clock.advance(359_999);
      expect([intake.tickets, session.view().reason]).toEqual([1, null]);
      clock.advance(1);
      expect([intake.tickets, session.view().reason]).toEqual([0, 'stream-never-came']);
      await gone();
    });
  });
});
