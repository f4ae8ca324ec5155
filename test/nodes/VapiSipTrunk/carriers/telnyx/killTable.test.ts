import { makeLogin } from '../../../../../nodes/VapiSipTrunk/input/login';
import type { Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { Killed, killedWriter, type When } from '../../../../support/sipTrunk/killedWriter';
import { startTelnyxStage, type TelnyxStage } from '../../../../support/telnyxStage';
import { SCENARIOS, prepare, run } from './scenarios';

describe.each(SCENARIOS)('$name', ({ before, plan, spec, numbers, steps }) => {
  const login = makeLogin;
  let stage: TelnyxStage;
  let whole: { plan: Plan; state: JsonObject };

  const begin = async (): Promise<TelnyxStage> => {
    const begun = await startTelnyxStage(numbers ? { numbers } : {});
    if (before) await prepare(begun, before, login);
    return begun;
  };
  const again = (): ReturnType<typeof run> => run(stage, spec, (world) => plan(world, login));

  beforeAll(async () => {
    stage = await begin();
    const done = await again();
    whole = { plan: done.plan, state: stage.state() };
    await stage.close();
  });
  beforeEach(async () => {
    stage = await begin();
  });
  afterEach(() => stage.close());

  it('has exactly the steps of the table', () => {
    const planned = whole.plan.calls.map(({ action, title }) => `${action} ${title}`);
    expect(planned.map(anyOrder)).toEqual(steps.map(anyOrder));
  });

  const table = steps.flatMap((title, step) =>
    (['before', 'after'] as When[]).map((when) => ({ title, step, when })),
  );

  it.each(table)('killed $when "$title", it is continued to the same end', async ({ step, when }) => {
    const writer = killedWriter(stage.tools.writer, step, when);
    await expect(run(stage, spec, (world) => plan(world, login), writer)).rejects.toThrow(Killed);
    const { report } = await again();
    expect(report.failure).toBeUndefined();
    expect(stage.state()).toEqual(whole.state);
  });
});

/** Vapi lists numbers of the same millisecond in any order, and so they are deleted. */
function anyOrder(step: string): string {
  return step.replace(/^(delete Phone number) \+\d+/, '$1');
}
