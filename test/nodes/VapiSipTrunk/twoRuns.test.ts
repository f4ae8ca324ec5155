import { asArray, asObject } from '../../../nodes/shared/protocol/json';
import { judge, leftFor, rivals } from '../../support/sipTrunk/rivals';
import {
  byAddresses,
  byLogin,
  buying,
  customByLogin,
  didwwByBoth,
  perform,
  removing,
  rotating,
  rotatingCustom,
  type Scenario,
} from '../../support/sipTrunk/scenarios';
import { stages } from '../../support/sipTrunk/suite';
import type { Choose, Clock } from '../../support/sipTrunk/turns';
import { FOR_SALE, loginMaker } from '../../support/sipTrunkStage';

const stage = stages();

/** The emulators take their times from it; nothing else is faked. */
const clock: Clock = { now: () => Date.now(), set: (ms) => void jest.setSystemTime(ms) };

function fakeClock(): void {
  jest.useFakeTimers({
    now: Date.parse('2026-11-21T12:00:00.300Z'),
    doNotFake: [
      ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
      ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
    ],
  });
}

afterEach(() => void jest.useRealTimers());

/** A login that lost is nobody's: its password is gone with its run. The next run takes it away. */
const LEFT = ['twilio.login.CR….delete'];

/** What is wrong after two runs; empty where one won, the other said so, and all is as after one. */
async function together(scenario: Scenario, choose: Choose): Promise<{ problems: string[]; turns: number }> {
  const expected = await stage.inOneGo(scenario);
  const world = await stage.for(scenario);
  const { wrong, won, left, turns } = await rivals(scenario, world, clock, choose);
  const problems = [...wrong, ...left.filter((step) => !LEFT.includes(step))];
  if (won === 0) problems.push('both gave up');
  if (left.length > 0) await perform(scenario, world.tools);
  const state = world.state();
  if (JSON.stringify(state) !== JSON.stringify(expected)) problems.push(JSON.stringify(state));
  return { problems, turns };
}

/** Numbers from 0 to 1 that are the same in every run of the tests (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PARTS = 4;

const RIVALS = [byAddresses, byLogin, buying, customByLogin, didwwByBoth];

describe.each(RIVALS.map((scenario) => [scenario.title, scenario] as const))(
  'two runs of: %s',
  (_, scenario) => {
    beforeEach(fakeClock);

    // By hand there is Vapi's side only.
    const least = scenario.spec.carrier === 'twilio' ? 25 : 10;

    it.each(Array.from({ length: PARTS }, (_part, index) => index))(
      'one wins and the other says so, wherever the other comes in (part %i of 4)',
      async (part) => {
        const { turns } = await together(scenario, ([one = 0]) => one);
        expect(turns).toBeGreaterThan(least);
        const wrong: string[] = [];
        // The one rests after so many turns, until the other is done.
        for (let rest = part; rest < turns; rest += PARTS) {
          const choose: Choose = (waiting, count) => (count < rest ? waiting[0] : waiting.at(-1)) ?? 0;
          const { problems } = await together(scenario, choose);
          wrong.push(...problems.map((problem) => `rests at ${rest}: ${problem}`));
        }
        expect(wrong).toEqual([]);
      },
    );

    it.each([1, 2, 3, 4, 5, 6, 7, 8])('the same, in any order (seed %i)', async (seed) => {
      const next = random(seed);
      // Some turns in a row, as when the network of one is slow.
      let [current, stay] = [0, 0];
      const choose: Choose = (waiting) => {
        if (stay <= 0) [current, stay] = [next() < 0.5 ? 0 : 1, Math.floor(next() * 8)];
        stay -= 1;
        return waiting.includes(current) ? current : (waiting[0] ?? 0);
      };
      expect((await together(scenario, choose)).problems).toEqual([]);
    });
  },
);

describe('two runs that', () => {
  beforeEach(fakeClock);

  /** Where the one rests, and what became of both. */
  async function* everywhere(scenario: Scenario) {
    let turns = 1;
    for (let rest = 0; rest < turns; rest += 1) {
      const world = await stage.for(scenario);
      const choose: Choose = (waiting, count) => (count < rest ? waiting[0] : waiting.at(-1)) ?? 0;
      const outcome = await rivals(scenario, world, clock, choose);
      turns = outcome.turns;
      yield { rest, outcome, world };
    }
  }

  it.each([customByLogin, rotatingCustom].map((scenario) => [scenario.title, scenario] as const))(
    'make up a login show the one that Vapi has: %s',
    async (_, scenario) => {
      const wrong: unknown[] = [];
      const both: number[] = [];
      const oneOnly: number[] = [];
      for await (const { rest, outcome, world } of everywhere(scenario)) {
        const plan = asObject(world.vapi.storedAll('credential')[0]?.outboundAuthenticationPlan);
        (outcome.shown.length > 1 ? both : oneOnly).push(rest);
        if (!outcome.shown.includes(String(plan.authUsername)) || outcome.wrong.length > 0)
          wrong.push([rest, plan.authUsername, outcome]);
      }
      expect(wrong).toEqual([]);
      // Rotations that follow each other show a login each, which is right; of those that meet one says so.
      if (scenario === rotatingCustom) expect(oneOnly.length).toBeGreaterThan(2);
      // Between the look and the request that it is for, there is one moment at which the other one can come in.
      else expect(both.length).toBeLessThanOrEqual(1);
    },
  );

  it('rotate a login leave one that works, or one says that it doesn’t', async () => {
    const wrong: unknown[] = [];
    const spoilt: number[] = [];
    for await (const { rest, outcome, world } of everywhere(rotating)) {
      const loginOf = (): unknown => asObject(asArray(asObject(world.state().vapi).credentials)[0]).login;
      const worked = loginOf() === 'works';
      if (!worked) spoilt.push(rest);
      const unsaid = !worked && outcome.won === 2;
      if (outcome.wrong.length > 0 || outcome.won === 0 || unsaid) wrong.push([rest, outcome]);
      await perform(byLogin, world.tools, { makeLogin: loginMaker('next') });
      if (loginOf() !== 'works') wrong.push([rest, 'is not mended by the next run']);
    }
    expect(wrong).toEqual([]);
    // Between the look and the request that it is for, there is one moment at which the other one can come in.
    expect(spoilt.length).toBeLessThanOrEqual(1);
  });

  it('rotate a login: the one that Vapi got last stays', async () => {
    const world = await stage.for(rotating);
    const all = (wanted: RegExp): number => world.writes().filter((write) => wanted.test(write)).length;
    const logins = all(/Credentials\.json$/);
    const patches = all(/^PATCH/);
    // The one makes its login, the other goes as far as to Vapi, then Vapi gets the one's.
    const choose: Choose = (waiting) => {
      const isTurnOfOne = all(/Credentials\.json$/) === logins || all(/^PATCH/) > patches;
      const wanted = isTurnOfOne ? 0 : 1;
      return waiting.includes(wanted) ? wanted : (waiting[0] ?? 0);
    };
    const { wrong, won } = await rivals(rotating, world, clock, choose);
    expect({ wrong, won }).toEqual({ wrong: [], won: 1 });
    expect(all(/^PATCH/) - patches).toBe(2);
    const credentials = asArray(asObject(world.state().vapi).credentials).map(asObject);
    expect(credentials.map(({ login }) => login)).toEqual(['works']);
  });

  it('buy a number pay for one only, or one says that it bought another', async () => {
    const wrong: unknown[] = [];
    const twice: number[] = [];
    let turns = 1;
    for (let rest = 0; rest < turns; rest += 1) {
      const world = await stage.for(buying, { numbersForSale: [FOR_SALE, '+14155550178', '+14155550179'] });
      const { forSale } = world.twilio.trunking;
      const choose: Choose = (waiting, count) => {
        // No two searches find the same number first.
        forSale.push(...forSale.splice(0, 1));
        return (count < rest ? waiting[0] : waiting.at(-1)) ?? 0;
      };
      const { reports, ...outcome } = await rivals(buying, world, clock, choose);
      turns = outcome.turns;
      const bought = 3 - forSale.length;
      if (bought > 1) twice.push(rest);
      const said = reports.flatMap(({ steps }) =>
        steps.filter(({ action, status, id }) => action === 'buy' && status === 'failed' && id !== undefined),
      );
      const fits = outcome.wrong.length === 0 && outcome.won > 0 && said.length === bought - 1;
      if (!fits || outcome.left.length > 0) wrong.push([rest, bought, said, outcome]);
    }
    expect(wrong).toEqual([]);
    // Between the look and the purchase, there is one moment at which the other one can come in.
    expect(twice.length).toBeLessThanOrEqual(1);
  });

  it('take a trunk down take all of it down', async () => {
    const wrong: unknown[] = [];
    const expected = await stage.inOneGo(removing);
    for await (const { rest, outcome, world } of everywhere(removing)) {
      const done = JSON.stringify(world.state()) === JSON.stringify(expected);
      if (!done || outcome.wrong.length > 0 || outcome.won === 0) wrong.push([rest, outcome]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('two runs at the same time', () => {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it.each([byAddresses, buying, customByLogin].map((scenario) => [scenario.title, scenario] as const))(
    'one wins and the other says so: %s',
    async (_, scenario) => {
      const world = await stage.for(scenario);
      const outcomes = await Promise.allSettled(
        ['one', 'other'].map((name) =>
          perform(
            scenario,
            { ...world.tools, sleep },
            { onFailure: 'rollBack', makeLogin: loginMaker(name) },
          ),
        ),
      );
      expect(judge(outcomes)).toEqual({ wrong: [], won: 1 });
      expect(await leftFor(scenario, world)).toEqual([]);
      expect(asObject(world.state())).toEqual(await stage.inOneGo(scenario));
    },
  );
});
