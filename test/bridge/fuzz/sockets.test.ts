import { BridgeHere } from '../faults/bridgeUnderTest';
import { Stage } from '../faults/stage';
import { fuzzSockets } from './sockets';

it('takes 1 000 damaged frames on live sockets, while other calls go on untouched', async () => {
  const stage = await Stage.start({ launch: (env) => BridgeHere.start(env), witnesses: 2 });
  try {
    const { frames, calls, ended } = await fuzzSockets(stage, 1000, 7);
    expect(frames).toBe(1000);
    // Both happened: calls that a frame ended, and calls that lived on.
    expect(ended).toBeGreaterThan(0);
    expect(calls).toBeGreaterThan(1);
    await stage.idle();
    expect(await stage.witnessProblems()).toEqual([]);
    await stage.release();
  } finally {
    await stage.stop();
  }
});
