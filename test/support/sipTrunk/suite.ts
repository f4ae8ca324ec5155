import type { TwilioEmulatorOptions } from '../../emulators/twilio';
import type { JsonObject } from '../../../nodes/shared/protocol/json';
import { startSipTrunkStage, type SipTrunkStage } from '../sipTrunkStage';
import { arrange, perform, type Scenario } from './scenarios';

/** Stages of one test: stopped after it, and held to the contract to the end. */
export interface Stages {
  /** A new one, brought to where a scenario begins. */
  for(scenario: Scenario, options?: Partial<TwilioEmulatorOptions>): Promise<SipTrunkStage>;
  /** What a scenario leaves behind when it is done in one go. */
  inOneGo(scenario: Scenario): Promise<JsonObject>;
}

/** Registers the cleaning up with the suite. */
export function stages(): Stages {
  const running: SipTrunkStage[] = [];
  const results = new Map<string, Promise<JsonObject>>();

  afterEach(async () => {
    const stopped = running.splice(0);
    await Promise.all(stopped.map((stage) => stage.close()));
    expect(stopped.flatMap(({ twilio }) => twilio.contractProblems)).toEqual([]);
  });

  const start: Stages['for'] = async (scenario, options) => {
    const stage = await startSipTrunkStage(options);
    running.push(stage);
    await arrange(scenario, stage);
    return stage;
  };
  const doneInOneGo = async (scenario: Scenario): Promise<JsonObject> => {
    const stage = await start(scenario);
    const { report } = await perform(scenario, stage.tools);
    if (report.failure) throw report.failure.error;
    return stage.state();
  };
  return {
    for: start,
    async inOneGo(scenario) {
      const result = results.get(scenario.title) ?? doneInOneGo(scenario);
      results.set(scenario.title, result);
      return await result;
    },
  };
}
