import { drain, endAll } from '../../../bridge/src/relay/drain';
import { SessionStore } from '../../../bridge/src/relay/sessionStore';
import { audioOf } from '../support/audio';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';
import { VirtualClock } from '../support/virtualClock';

describe('drain', () => {
  let clock: VirtualClock;
  let store: SessionStore;
  let drained: boolean;
  beforeEach(() => {
    clock = new VirtualClock();
    store = new SessionStore();
    drained = false;
  });
  const live = async (): Promise<SessionBench> => {
    const bench = await new SessionBench({}, clock).live();
    bench.carrier.say(Buffer.alloc(80_000, 0xff));
    store.add(bench.session);
    return bench;
  };
  const begin = (ms: number): void => void drain(store, clock, ms).then(() => (drained = true));
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 500) {
      await settle();
      clock.advance(Math.min(left, 500));
    }
    await settle();
  };

  it('waits for the sessions, and tells those goodbye that have not ended in time', async () => {
    const [leaving, staying] = [await live(), await live()];
    begin(5000);
    await pass(1000);
    leaving.carrier.lose(1000);
    await pass(3500);
    expect([leaving.done, staying.done, drained]).toEqual([true, false, false]);
    expect(staying.did()).not.toContain('say sorry, hang up');
    await pass(500);
    expect(staying.did()).toContain('say sorry, hang up');
    await pass(1000);
    expect([staying.done, drained, clock.pending]).toEqual([true, true, 0]);
  });

  it('is over as soon as the last session is', async () => {
    const bench = await live();
    begin(60_000);
    bench.carrier.lose(1000);
    await pass(20);
    expect([drained, clock.pending]).toEqual([true, 0]);
  });

  it('lets last words be played for 8 s more, which the end of the bridge then cuts short', async () => {
    const bench = await live();
    bench.assistant.say(audioOf(160 * 50 * 60, 1));
    bench.assistant.report({ kind: 'ended', reason: undefined });
    begin(1000);
    await pass(8900);
    expect([bench.did(), drained]).toEqual([['audio'], false]);
    await pass(100);
    expect([bench.did(), drained]).toEqual([['audio'], true]);
    const ended = endAll(store, 'bridge-closed');
    await settle();
    expect(bench.did()).toEqual(['audio', 'say sorry, hang up']);
    await pass(1000);
    await ended;
    expect([bench.done, store.size, clock.pending]).toEqual([true, 0, 0]);
  });
});
