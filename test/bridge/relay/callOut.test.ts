import type { PlacedCall } from '../../../bridge/src/relay/peer';
import { BridgeError } from '../../../bridge/src/errors';
import { audioOf } from '../support/audio';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';
import { VirtualClock } from '../support/virtualClock';

describe('a session of a call out', () => {
  let bench: SessionBench;
  let cancelled: number;
  let place: (call?: PlacedCall) => void;
  let refuse: (error: Error) => void;
  let placed: Promise<void>;
  const call = (): PlacedCall => ({
    carrierCallId: 'CA7',
    cancel: () => {
      cancelled += 1;
      return Promise.resolve();
    },
  });

  beforeEach(() => {
    cancelled = 0;
    bench = new SessionBench({}, new VirtualClock(), { direction: 'outbound', carrierCallId: undefined });
    const dialled = new Promise<PlacedCall>((resolve, reject) => {
      place = (what = call()) => resolve(what);
      refuse = reject;
    });
    placed = bench.session.place(() => dialled, bench.source);
    placed.catch(() => undefined);
  });
  const expectDone = async (): Promise<void> => {
    await settle();
    expect(bench.done).toBe(true);
    expect(bench.clock.pending).toBe(0);
  };
  const types = (): string[] => bench.events.map(({ type }) => type);

  it('asks for no assistant before it is answered, and for one then', async () => {
    expect(bench.session.view()).toMatchObject({ state: 'waiting', carrierCallId: null });
    expect(types()).toEqual([]);
    place();
    await placed;
    expect(bench.events).toEqual([
      expect.objectContaining({ type: 'session.started', direction: 'outbound', carrierCallId: 'CA7' }),
    ]);
    bench.clock.advance(30_000);
    expect(bench.source.attempts).toHaveLength(0);
    bench.session.answered();
    await settle();
    bench.session.answered();
    bench.attach();
    await settle();
    expect(bench.source.attempts).toHaveLength(1);
    bench.assistant.say(audioOf(160, 1));
    expect(bench.heard()).toEqual(audioOf(160, 1));
    expect(types()).toEqual(['session.started', 'session.answered']);
  });

  it('goes by the id of the request until the carrier names the call, and is announced once', async () => {
    place({ ...call(), carrierCallId: undefined, requestId: 'R1' });
    await placed;
    expect(bench.events).toEqual([expect.objectContaining({ type: 'session.started', carrierCallId: 'R1' })]);
    expect(bench.session.view().carrierCallId).toBeNull();
    bench.session.named('CA7');
    bench.session.named('CA8');
    expect(bench.session.view().carrierCallId).toBe('CA7');
    bench.session.end('stopped-by-api');
    await expectDone();
    expect(cancelled).toBe(1);
    expect(bench.events.map(({ type, carrierCallId }) => [type, carrierCallId])).toEqual([
      ['session.started', 'R1'],
      ['session.ended', 'CA7'],
    ]);
  });

  it('asks for it at the latest when the stream comes, also before the carrier has named the call', async () => {
    bench.session.named('CA7');
    bench.attach();
    await settle();
    expect(bench.source.attempts).toHaveLength(1);
    place();
    await placed;
    expect(types()).toEqual(['session.started', 'session.answered']);
  });

  it.each(['callee-busy', 'callee-no-answer', 'dial-canceled', 'caller-hung-up'] as const)(
    'costs nothing at the assistant when it ends with %s',
    async (reason) => {
      place();
      await placed;
      bench.session.abandon(reason);
      await expectDone();
      expect(bench.source.attempts).toHaveLength(0);
      expect([cancelled, types()]).toEqual([0, ['session.started', 'session.ended']]);
      bench.session.answered();
      expect(bench.source.attempts).toHaveLength(0);
    },
  );

  it.each(['stopped-by-api', 'drain-over', 'bridge-closed', 'stream-never-came'] as const)(
    'has the carrier cancel it when it ends with %s',
    async (reason) => {
      place();
      await placed;
      bench.session.end(reason);
      await expectDone();
      expect(cancelled).toBe(1);
    },
  );

  it.each([
    ['drain-over', 0],
    ['bridge-closed', 0],
    ['stream-never-came', 0],
    ['stopped-by-api', 1],
  ] as const)('leaves one that was answered to its fallback when it ends with %s', async (reason, times) => {
    place();
    await placed;
    bench.session.answered();
    await settle();
    bench.session.end(reason);
    await expectDone();
    expect(cancelled).toBe(times);
  });

  it('waits for a call that is just being placed, to cancel it', async () => {
    bench.session.end('stopped-by-api');
    await settle();
    expect([bench.done, cancelled]).toEqual([false, 0]);
    place();
    await expect(placed).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    await expectDone();
    expect(cancelled).toBe(1);
  });

  it('tells nobody of a call that the carrier refuses', async () => {
    refuse(new BridgeError('TWILIO_DIAL_FAILED'));
    await expect(placed).rejects.toMatchObject({ code: 'TWILIO_DIAL_FAILED' });
    await expectDone();
    expect(bench.events).toEqual([]);
    expect(bench.session.view()).toMatchObject({ state: 'ended', reason: 'dial-failed' });
  });

  it('tells what has answered', async () => {
    place();
    await placed;
    bench.session.machineDetected('machine_start');
    expect(bench.events.at(-1)).toMatchObject({ type: 'machine-detection', result: 'machine_start' });
  });
});
