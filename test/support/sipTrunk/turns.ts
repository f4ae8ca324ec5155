import type { Tools } from '../../../nodes/VapiSipTrunk/plan/apply';

/** Lets a run go on when it is its turn. `ms` is what it wants to sleep before. */
type Turn = (ms?: number) => Promise<void>;

/** Of the runs that wait (by number), the one that goes on; `count` turns were taken so far. */
export type Choose = (waiting: readonly number[], count: number) => number;

/** Virtual time. */
export interface Clock {
  now(): number;
  set(ms: number): void;
}

/** How long a request takes, in virtual time. */
const REQUEST_MS = 40;

/**
 * Several runs, of which only one goes on at a time: at every request and at every sleep it is decided who is next.
 * Time passes only by requests and sleeps, so that what happens depends on the choices alone.
 *
 * @returns what became of each run
 */
export async function takeTurns<T>(
  runs: ReadonlyArray<(turn: Turn) => Promise<T>>,
  choose: Choose,
  clock: Clock,
): Promise<Array<PromiseSettledResult<T>>> {
  const waiting = new Map<number, { until: number; go: () => void }>();
  let active = runs.length;
  let wake = (): void => undefined;
  const results = Promise.allSettled(
    runs.map((run, index) =>
      run(
        (ms = 0) =>
          new Promise((go) => {
            waiting.set(index, { until: clock.now() + ms, go });
            wake();
          }),
      ).finally(() => {
        active -= 1;
        wake();
      }),
    ),
  );
  for (let count = 0; active > 0; count += 1) {
    while (waiting.size < active) await new Promise<void>((resolve) => (wake = resolve));
    if (active === 0) break;
    const next = choose([...waiting.keys()].sort(), count);
    const chosen = waiting.get(next);
    if (chosen === undefined) throw new Error(`Run ${next} does not wait.`);
    waiting.delete(next);
    clock.set(Math.max(clock.now() + REQUEST_MS, chosen.until));
    chosen.go();
  }
  return await results;
}

/** Tools that wait for their turn before everything they do. */
export function inTurns({ node, reader, writer }: Tools, turn: Turn): Tools {
  return {
    node,
    reader: {
      get: async (read) => {
        await turn();
        return await reader.get(read);
      },
      list: async (read, rows) => {
        await turn();
        return await reader.list(read, rows);
      },
    },
    writer: {
      send: async (request) => {
        await turn();
        return await writer.send(request);
      },
    },
    sleep: (ms) => turn(ms),
  };
}
