import { BridgeHere } from '../faults/bridgeUnderTest';
import { Stage } from '../faults/stage';
import { soak } from './soak';

it('leaves nothing open after 200 calls that end in all ways', async () => {
  const stage = await Stage.start({ launch: (env) => BridgeHere.start(env), witnesses: 1 });
  try {
    await soak(stage, { calls: 200, together: 10 });
    await stage.idle();
    expect(await stage.witnessProblems()).toEqual([]);
    await stage.release();
    expect(await stage.bridge.open()).toEqual({
      ...{ sessions: 0, tickets: 0, carrierSockets: 0, vapiSockets: 0, timers: 0 },
    });
  } finally {
    await stage.stop();
  }
});
