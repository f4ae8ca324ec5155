import { asArray, asObject } from '../../../nodes/shared/protocol/json';
import { Killed, killedWriter, type When } from '../../support/sipTrunk/killedWriter';
import { perform, planFor, SCENARIOS, type Scenario } from '../../support/sipTrunk/scenarios';
import { STEPS, stepName } from '../../support/sipTrunk/steps';
import { stages } from '../../support/sipTrunk/suite';
import { loginMaker, type SipTrunkStage } from '../../support/sipTrunkStage';

const stage = stages();

/** Rotating is never done: a second run makes one more login. */
const isRotation = ({ work }: Scenario): boolean => typeof work === 'object' && work.kind === 'rotateLogin';

async function runKilled(
  scenario: Scenario,
  { tools }: SipTrunkStage,
  step: number,
  when: When,
  makeLogin = loginMaker(),
): Promise<unknown> {
  const writer = killedWriter(tools.writer, step, when);
  return await perform(scenario, { ...tools, writer }, { makeLogin }).catch((error: unknown) => error);
}

async function runAgain(scenario: Scenario, { tools }: SipTrunkStage): Promise<void> {
  const { report } = await perform(scenario, tools, { makeLogin: loginMaker('again') });
  expect(report.failure?.error.message).toBeUndefined();
}

/** What callers would notice: a number that goes to our trunk before Vapi takes its calls, or a login that fails. */
function expectNobodySuffers(scenario: Scenario, { twilio, vapi, state }: SipTrunkStage): void {
  const known = vapi.storedAll('phone-number').map(({ number }) => String(number).replace('+', ''));
  for (const { trunkSid, number } of twilio.numbers) {
    const trunk = twilio.trunking.trunks.find(({ sid }) => sid === trunkSid);
    if (trunk?.friendlyName !== scenario.spec.name) continue;
    expect(trunk.originationUrls.map(({ enabled }) => enabled)).toEqual([true]);
    expect(known).toContain(number.replace('+', ''));
  }
  if (!isRotation(scenario)) return;
  const credentials = asArray(asObject(state().vapi).credentials).map(asObject);
  // Whether a carrier that is set up by hand knows the new login is up to a person.
  const works = scenario.spec.carrier === 'twilio' ? 'works' : 'is not asked for';
  expect(credentials.map(({ login }) => login)).toEqual([works]);
}

describe.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))('%s', (title, scenario) => {
  const steps = STEPS[title] ?? [];

  it('has the steps of the table', async () => {
    const { tools } = await stage.for(scenario);
    const { calls } = await planFor(scenario, tools);
    expect(calls.map(({ step }) => stepName(step))).toEqual(steps);
  });

  describe.each<[When]>([['before'], ['after']])('killed %s', (when) => {
    it.each(steps.map((step, index) => [index + 1, step]))('step %i, %s', async (number) => {
      const world = await stage.for(scenario);
      const before = world.writes().length;
      expect(await runKilled(scenario, world, number - 1, when)).toBeInstanceOf(Killed);
      expect(world.writes().length - before).toBe(when === 'after' ? number : number - 1);
      expectNobodySuffers(scenario, world);

      await runAgain(scenario, world);
      expect(world.state()).toEqual(await stage.inOneGo(scenario));
      if (!isRotation(scenario)) expect((await planFor(scenario, world.tools)).calls).toEqual([]);
    });
  });

  it('changes nothing when it is run again', async () => {
    if (isRotation(scenario)) return;
    const world = await stage.for(scenario);
    await runAgain(scenario, world);
    const before = world.writes();
    await runAgain(scenario, world);
    expect(world.writes()).toEqual(before);
  });
});

describe('a process that is killed again and again', () => {
  const scenarios = SCENARIOS.filter((scenario) => !isRotation(scenario));

  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    'gets there: %s',
    async (_, one) => {
      const world = await stage.for(one);
      // At Twilio the password of a new login is lost with the process, so a run has to get as far as to Vapi with it.
      const makesLogin = one.spec.carrier === 'twilio' && one.spec.access !== 'addresses';
      const requests = makesLogin && one.work !== 'remove' ? 3 : 1;
      const most = 2 * (STEPS[one.title]?.length ?? 0);
      const makeLogin = loginMaker();
      let runs = 0;
      while ((await planFor(one, world.tools)).calls.length >= requests && runs < most) {
        expect(await runKilled(one, world, requests - 1, 'after', makeLogin)).toBeInstanceOf(Killed);
        expectNobodySuffers(one, world);
        runs += 1;
      }
      await runAgain(one, world);
      expect(runs).toBeGreaterThan(0);
      expect(runs).toBeLessThan(most);
      expect(world.state()).toEqual(await stage.inOneGo(one));
    },
  );
});
