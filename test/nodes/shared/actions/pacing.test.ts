import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { inPace, readPacing } from '../../../../nodes/shared/actions/pacing';

let now = 0;

// A clock of the test's own: pauses take no time, and are exact.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(async (milliseconds: number) => {
    const until = now + milliseconds;
    await Promise.resolve();
    now = Math.max(now, until);
  }),
}));

beforeEach(() => {
  now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  jest.mocked(sleep).mockClear();
});
afterEach(() => {
  jest.mocked(Date.now).mockRestore();
});

const at = (itemsPerSecond: number, concurrency = 1) => ({ itemsPerSecond, concurrency });

it('keeps order, and starts no job before its time', async () => {
  const starts: number[] = [];
  const results = await inPace(
    5,
    at(4),
    async (index) => {
      starts.push(now);
      return index * 10;
    },
    undefined,
  );
  expect(results).toEqual([0, 10, 20, 30, 40]);
  expect(starts).toEqual([0, 250, 500, 750, 1000]);
});

it('does not make up for slow jobs by a burst', async () => {
  const starts: number[] = [];
  await inPace(
    4,
    at(10),
    async (index) => {
      starts.push(now);
      if (index === 1) now += 1000;
    },
    undefined,
  );
  expect(starts).toEqual([0, 100, 1100, 1200]);
});

it('works on several at once, no more than allowed, results still in order', async () => {
  let running = 0;
  let most = 0;
  const finish: Array<() => void> = [];
  const done = inPace(
    6,
    at(1_000_000, 3),
    async (index) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => finish.push(resolve));
      running -= 1;
      return index;
    },
    undefined,
  );
  for (let round = 0; round < 6; round++) {
    while (finish.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The latest first, so that jobs end out of order.
    finish.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await done).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(3);
});

it('starts nothing more after a failure, and throws the first by position', async () => {
  const started: number[] = [];
  const run = inPace(
    10,
    at(1_000_000, 2),
    async (index) => {
      started.push(index);
      // The second of the first two fails before the first does.
      for (let turn = 0; turn < (index === 0 ? 5 : 1); turn++) await Promise.resolve();
      throw new Error(`job ${index}`);
    },
    undefined,
  );
  await expect(run).rejects.toThrow('job 0');
  expect(started).toEqual([0, 1]);
});

it('starts nothing that was waiting for its turn when another failed', async () => {
  const started: number[] = [];
  const run = inPace(
    3,
    at(1, 3),
    async (index) => {
      started.push(index);
      throw new Error(`job ${index}`);
    },
    undefined,
  );
  await expect(run).rejects.toThrow('job 0');
  expect(started).toEqual([0]);
});

it('starts nothing more once the execution is cancelled', async () => {
  const cancel = new AbortController();
  const started: number[] = [];
  await inPace(
    5,
    at(1000),
    async (index) => {
      started.push(index);
      if (index === 1) cancel.abort();
    },
    cancel.signal,
  );
  expect(started).toEqual([0, 1]);
});

it('of nothing is nothing', async () => {
  expect(await inPace(0, at(1), async () => 1, undefined)).toEqual([]);
});

it.each<[unknown, { itemsPerSecond: number; concurrency: number }]>([
  [{}, at(3, 1)],
  [{ itemsPerSecond: 10, concurrency: 4 }, at(10, 4)],
  [{ itemsPerSecond: 0.5, concurrency: 2.9 }, at(0.5, 2)],
  [{ itemsPerSecond: 0, concurrency: 0 }, at(3, 1)],
  [{ itemsPerSecond: 'x', concurrency: 'y' }, at(3, 1)],
])('the options %j mean %j', (options, expected) => {
  const context = { getNodeParameter: () => options } as unknown as IExecuteFunctions;
  expect(readPacing(context)).toEqual(expected);
});
