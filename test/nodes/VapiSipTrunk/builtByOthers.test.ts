import { NodeOperationError } from 'n8n-workflow';
import type { Report } from '../../../nodes/VapiSipTrunk/plan/report';
import type { Writer } from '../../../nodes/VapiSipTrunk/plan/writer';
import { NODE } from '../../support/sipTrunk/directTools';
import { perform, SCENARIOS, type Scenario } from '../../support/sipTrunk/scenarios';
import { STEPS } from '../../support/sipTrunk/steps';
import { stages } from '../../support/sipTrunk/suite';
import { loginMaker } from '../../support/sipTrunkStage';

const stage = stages();
const TITLE = 'provision again, with other settings';
const scenario = SCENARIOS.find(({ title }) => title === TITLE) as Scenario;

/** Of a change, nothing can be looked up: whether another run has made it is not to be seen. */
const FAILING = (STEPS[TITLE] ?? []).indexOf('vapi.credential.change');

it('takes nothing back that another run has built on meanwhile', async () => {
  expect(FAILING).toBeGreaterThan(0);
  const world = await stage.for(scenario);
  const { tools } = world;
  let other: Report | undefined;
  let count = -1;
  const writer: Writer = {
    async send(request) {
      count += 1;
      if (count !== FAILING) return await tools.writer.send(request);
      other = (await perform(scenario, tools, { makeLogin: loginMaker('other') })).report;
      const error = new NodeOperationError(NODE, 'Bad gateway.');
      return { ok: false, error, mayBeDone: false, gone: false };
    },
  };
  const { report } = await perform(scenario, { ...tools, writer }, { onFailure: 'rollBack' });
  expect(other).toBeDefined();
  expect(other?.failure).toBeUndefined();
  expect(report.failure).toMatchObject({ step: 'vapi.credential.change', anotherRun: false });
  expect(report.steps.filter(({ status }) => status === 'undone')).toEqual([]);
  const kept = report.steps.filter(({ status }) => status === 'left');
  expect(kept).toHaveLength(FAILING);
  for (const { reason } of kept) expect(reason).toMatch(/^Another run has gone on from here: it made .* \(/);
  expect(world.state()).toEqual(await stage.inOneGo(scenario));
});
