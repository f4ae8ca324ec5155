import { asArray, asObject, type JsonObject } from '../../../nodes/shared/protocol/json';
import type { Report } from '../../../nodes/VapiSipTrunk/plan/report';
import { FAILURE, failingWriter, type Failing } from '../../support/sipTrunk/failingWriter';
import { perform, SCENARIOS, type Scenario } from '../../support/sipTrunk/scenarios';
import { stepName, STEPS } from '../../support/sipTrunk/steps';
import { stages } from '../../support/sipTrunk/suite';
import { loginMaker, twilioSpec, type SipTrunkStage } from '../../support/sipTrunkStage';

const stage = stages();

async function runFailing(
  scenario: Scenario,
  { tools }: SipTrunkStage,
  ...[step, failing, onFailure]: [number, Failing, 'rollBack' | 'keep']
): Promise<Report> {
  const writer = failingWriter(tools.writer, step, failing);
  return (await perform(scenario, { ...tools, writer }, { onFailure })).report;
}

const loginsOf = ({ state }: SipTrunkStage): unknown[] =>
  asArray(asObject(state().vapi).credentials).map((credential) => asObject(credential).login);

/**
 * What a roll-back leaves, each with its reason: a trunk, whose domain would be reserved; a number that was paid for; a
 * login that Vapi may have, and the one of before that Vapi does not show.
 */
const STAYS = [
  ...['twilio.trunk', 'twilio.number.+14155550177'],
  ...['twilio.login', 'vapi.credential.login', 'twilio.login.CR….delete'],
];

/** Of a list that never came off, only Twilio's refusal to attach it again tells; it is said that it may be off. */
const MAY_BE_OFF = ['twilio.addresses.detached.AL…', 'twilio.logins.detached.CL…'];

/** The rest is as it was. */
function withoutWhatStays(state: JsonObject, left: Report['steps']): JsonObject {
  const stays = new Set(left.map(({ step }) => stepName(step)));
  const { trunks, numbers, forSale, credentialLists, vapi, ...others } = state;
  return {
    ...others,
    ...(stays.has('twilio.trunk')
      ? { trunks: asArray(trunks).filter((trunk) => !isEmpty(trunk)) }
      : { trunks }),
    ...(stays.has('twilio.number.+14155550177') ? {} : { numbers, forSale }),
    ...(stays.has('twilio.login') ? {} : { credentialLists }),
    ...(stays.has('vapi.credential.login') ? { vapi: asObject(vapi).numbers } : { vapi }),
  };
}

function isEmpty(trunk: unknown): boolean {
  const { name, urls, ipLists, credentialLists } = asObject(trunk);
  const isOurs = name === twilioSpec().name;
  return isOurs && [urls, ipLists, credentialLists].every((list) => asArray(list).length === 0);
}

/** Said of a step that failed, where it may be in effect and was not taken back. */
const PERHAPS = 'It may have been carried out all the same.';

/** A lost answer is settled by looking; what can't be looked up has failed. */
function isSettled(report: Report): boolean {
  return report.failure === undefined;
}

describe.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))('%s', (title, scenario) => {
  const steps = (STEPS[title] ?? []).map((step, index) => [index + 1, step] as const);

  // What was taken down is not put up again.
  const isRemoval = scenario.work === 'remove';

  describe.each<[Failing]>([['refused'], ['lost'], ['unanswered']])('where a request is %s', (failing) => {
    if (!isRemoval)
      it.each(steps)('step %i, %s: goes back to what was', async (number) => {
        const world = await stage.for(scenario);
        const before = world.state();
        const report = await runFailing(scenario, world, number - 1, failing, 'rollBack');
        if (isSettled(report)) {
          expect(failing).toBe('lost');
          expect(world.state()).toEqual(await stage.inOneGo(scenario));
          return;
        }
        expect(report.failure?.error.message).toBe(FAILURE);
        const left = report.steps.filter(({ status, reason = '' }) =>
          status === 'failed' ? reason.endsWith(PERHAPS) : status === 'left',
        );
        expect(left.filter(({ reason }) => reason === undefined)).toEqual([]);
        expect(loginsOf(world)).not.toContain('is refused');
        const expected = failing === 'unanswered' ? [...STAYS, ...MAY_BE_OFF] : STAYS;
        expect(left.map(({ step }) => stepName(step)).filter((step) => !expected.includes(step))).toEqual([]);
        expect(withoutWhatStays(world.state(), left)).toEqual(withoutWhatStays(before, left));
        if (left.length > 0) {
          const { report: next } = await perform(scenario, world.tools, { makeLogin: loginMaker('next') });
          expect(next.failure).toBeUndefined();
          expect(world.state()).toEqual(await stage.inOneGo(scenario));
        }
      });

    it.each(steps)('step %i, %s: or is kept, and the next run goes on', async (number) => {
      const world = await stage.for(scenario);
      const report = await runFailing(scenario, world, number - 1, failing, 'keep');
      expect(report.steps.filter(({ status }) => status === 'undone')).toEqual([]);
      const done = report.steps.filter(({ status }) => status === 'done' || status === 'left');
      expect(done).toHaveLength(isSettled(report) ? steps.length : number - 1);
      if (!isRemoval) expect(loginsOf(world)).not.toContain('is refused');
      const { report: next } = await perform(scenario, world.tools, { makeLogin: loginMaker('next') });
      expect(next.failure).toBeUndefined();
      expect(world.state()).toEqual(await stage.inOneGo(scenario));
    });
  });
});
