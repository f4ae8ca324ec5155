import type { Report } from '../../../nodes/VapiSipTrunk/plan/report';
import type { Done, Scenario } from './scenarios';
import { perform, planFor } from './scenarios';
import { stepName } from './steps';
import { inTurns, takeTurns, type Choose, type Clock } from './turns';
import { loginMaker, type SipTrunkStage } from '../sipTrunkStage';

/** What became of two runs that were at work together. */
export interface Outcome {
  /** Why they failed, other than that another run is at work. */
  wrong: string[];
  /** How many did what they were to do. */
  won: number;
  /** What is left for the next run. */
  left: string[];
  turns: number;
  reports: Report[];
  /** User names of the logins that were shown as the ones from now on. */
  shown: string[];
}

/** Two runs of the same, in turns. */
export async function rivals(
  scenario: Scenario,
  stage: SipTrunkStage,
  clock: Clock,
  choose: Choose,
): Promise<Outcome> {
  let turns = 0;
  const outcomes = await takeTurns(
    ['one', 'other'].map(
      (name) => (turn) =>
        perform(scenario, inTurns(stage.tools, turn), {
          ...{ onFailure: 'rollBack', makeLogin: loginMaker(name) },
        }),
    ),
    (waiting, count) => {
      turns = count + 1;
      return choose(waiting, count);
    },
    clock,
  );
  const reports = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.report] : []));
  const shown = outcomes.flatMap((one) =>
    one.status === 'fulfilled' && one.value.report.failure === undefined && one.value.plan.login
      ? [one.value.plan.login.username]
      : [],
  );
  return { ...judge(outcomes), left: await leftFor(scenario, stage), turns, reports, shown };
}

/** Of what two runs gave, what is wrong with it. */
export function judge(outcomes: ReadonlyArray<PromiseSettledResult<Done>>): Pick<Outcome, 'wrong' | 'won'> {
  const wrong: string[] = [];
  let won = 0;
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') wrong.push(String(outcome.reason));
    else if (outcome.value.report.failure === undefined) won += 1;
    else {
      const { step, error, anotherRun } = outcome.value.report.failure;
      if (!anotherRun) wrong.push(`${step}: ${error.message}`);
    }
  }
  return { wrong, won };
}

/** Steps that a third run would still have. */
export async function leftFor(scenario: Scenario, { tools }: SipTrunkStage): Promise<string[]> {
  return (await planFor(scenario, tools)).calls.map(({ step }) => stepName(step));
}
