import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import { makeLogin } from '../../../../../nodes/VapiSipTrunk/input/login';
import { apply } from '../../../../../nodes/VapiSipTrunk/plan/apply';
import type { Report } from '../../../../../nodes/VapiSipTrunk/plan/report';
import type { Writer } from '../../../../../nodes/VapiSipTrunk/plan/writer';
import { startTelnyxStage, type TelnyxStage } from '../../../../support/telnyxStage';
import { PROVISION, prepare, run } from './scenarios';

const { spec, plan, steps } = PROVISION;

let stage: TelnyxStage;
let one: unknown;
beforeAll(async () => {
  const alone = await startTelnyxStage();
  await prepare(alone, spec, makeLogin);
  one = alone.state();
  await alone.close();
});
beforeEach(async () => {
  stage = await startTelnyxStage();
});
afterEach(() => stage.close());

// Both have read before either writes; the second runs to its end while the first waits before this step.
it.each(steps.map((title, step) => ({ title, step })))(
  'one waits before "$title": one wins, the other says so',
  async ({ step }) => {
    const { tools } = stage;
    const second = plan(await telnyx.read(tools.reader, spec), makeLogin);
    const reports: Report[] = [];
    let count = -1;
    const writer: Writer = {
      async send(request) {
        count += 1;
        if (count === step) reports.push(await apply(second, tools, 'rollBack'));
        return await tools.writer.send(request);
      },
    };
    const first = await run(stage, spec, (world) => plan(world, makeLogin), writer, 'rollBack');
    reports.push(first.report);
    expect(reports.map(({ failure }) => failure?.anotherRun)).toHaveLength(2);
    expect(reports.filter(({ failure }) => failure === undefined)).toHaveLength(1);
    expect(reports.filter(({ failure }) => failure?.anotherRun)).toHaveLength(1);
    expect(stage.state()).toEqual(one);
  },
);

it('two at the very same time: never both, and a third run puts right what they left', async () => {
  const { tools } = stage;
  const world = await telnyx.read(tools.reader, spec);
  const plans = [1, 2].map(() => plan(world, makeLogin));
  const reports = await Promise.all(plans.map((each) => apply(each, tools, 'keep')));
  expect(reports.some(({ failure }) => failure?.anotherRun)).toBe(true);
  const { report } = await run(stage, spec, (now) => plan(now, makeLogin));
  expect(report.failure).toBeUndefined();
  expect(stage.state()).toEqual(one);
});
