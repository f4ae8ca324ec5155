import { BridgeChild } from './bridgeUnderTest';
import { killed, terminated } from './processFaults';

/** Few calls; `npm run faults -w bridge` takes 50. */
const CALLS = 6;
const launch = (environment: Record<string, string>): Promise<BridgeChild> =>
  BridgeChild.start(environment, 'sources');

it('SIGTERM: calls that end in time are left alone, the others are told', async () => {
  expect((await terminated(launch, CALLS)).problems).toEqual([]);
});

it('kill -9: the callers hear what follows <Connect>, and the next process takes calls', async () => {
  expect((await killed(launch, CALLS)).problems).toEqual([]);
});
