import { BridgeHere } from './bridgeUnderTest';
import { faults, type Fault } from './faults';
import { runFault, type FaultReport } from './runFault';
import { Stage } from './stage';

/**
 * Few calls and all faults at once, so that it is quick; `npm run faults -w bridge` is the whole of it. What depends on
 * how steadily this process sends is left to that, and to the tests in virtual time (relay/attendance, sessionWait).
 */
const CALLS = 5;
const TOGETHER = 4;
/** How soon it must happen is left to `npm run faults`. */
const WITHIN_MS = 120_000;

async function runAll(group: readonly Fault[]): Promise<{ reports: FaultReport[]; witnesses: string[] }> {
  const environment = group[0]?.environment ?? {};
  const stage = await Stage.start({ launch: (env) => BridgeHere.start(env), environment, witnesses: 2 });
  try {
    const queue = [...group];
    const reports: FaultReport[] = [];
    const worker = async (): Promise<void> => {
      for (let fault = queue.shift(); fault; fault = queue.shift()) {
        reports.push(await runFault(stage, { ...fault, withinMs: WITHIN_MS }, CALLS));
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
    const witnesses = await stage.witnessProblems();
    await stage.release();
    return { reports, witnesses };
  } finally {
    await stage.stop();
  }
}

describe.each([
  ['as it is set', faults.filter(({ environment, needsSteadyTime }) => !environment && !needsSteadyTime)],
  ['that may reconnect', faults.filter(({ environment }) => environment)],
])('faults of live calls in a bridge %s', (_setting, group) => {
  let result: Awaited<ReturnType<typeof runAll>>;
  beforeAll(async () => {
    result = await runAll(group);
  });

  it.each(group.map(({ name }) => name))('%s', (name) => {
    const report = result.reports.find(({ fault }) => fault === name);
    expect(report?.problems).toEqual([]);
  });

  it('leave the other calls alone', () => expect(result.witnesses).toEqual([]));
});
