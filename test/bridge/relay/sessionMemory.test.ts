import { audioBlocks } from '../../../bridge/src/relay/blockPool';
import { endings, type EndReason } from '../../../bridge/src/relay/endings';
import { audioOf } from '../support/audio';
import { settle } from '../support/fakePeers';
import { SessionBench } from '../support/sessionBench';

describe("a session's audio that waits", () => {
  const reasons = Object.keys(endings) as EndReason[];

  async function passes(bench: SessionBench): Promise<void> {
    for (let seconds = 0; seconds < 60 && !bench.done; seconds += 1) {
      bench.clock.advance(1000);
      await settle();
    }
    expect(bench.done).toBe(true);
  }

  it.each(reasons)('is given back when a call ends by %s', async (reason) => {
    const before = audioBlocks.taken;
    const bench = await new SessionBench({ dtmf: 'tone' }).live();
    // The assistant is ahead of time, doesn't read, and keys wait for it.
    bench.assistant.say(audioOf(40_000, 1));
    for (const digit of '123') bench.carrier.report({ kind: 'dtmf', digit });
    bench.assistant.backlogBytes = 1_000_000;
    bench.carrier.say(audioOf(800, 2));
    expect(audioBlocks.taken).toBeGreaterThan(before + 20);
    bench.session.end(reason);
    // Some more comes until its socket is closed.
    bench.assistant.say(audioOf(8000, 3));
    await passes(bench);
    expect(audioBlocks.taken).toBe(before);
  });

  it.each(reasons)('is given back when a session ends by %s before its carrier comes', async (reason) => {
    const before = audioBlocks.taken;
    const bench = new SessionBench();
    await bench.session.openAssistant(bench.source);
    bench.assistant.say(audioOf(40_000, 1));
    expect(audioBlocks.taken).toBeGreaterThan(before);
    bench.session.end(reason);
    await passes(bench);
    expect(audioBlocks.taken).toBe(before);
  });
});
