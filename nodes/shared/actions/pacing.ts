import { sleep, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

/** How fast a node with many items goes. */
export interface Pacing {
  itemsPerSecond: number;
  concurrency: number;
}

/**
 * Vapi names no limit; its own tools send one or two requests a second, and a burst of about 200 locks an
 * organisation out for some 20 seconds (vapi-api.md, h).
 */
const DEFAULT_PACING: Pacing = { itemsPerSecond: 3, concurrency: 1 };

/** Below this a batch would take for ever without anybody wanting it. */
const MIN_RATE = 0.01;

/** @param description of the rate, with what happens above it */
export const pacingPropertyFor = (description: string): INodeProperties => ({
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'Concurrency',
      name: 'concurrency',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 20 },
      default: 1,
      description: 'How many items are worked on at the same time',
    },
    {
      displayName: 'Items per Second',
      name: 'itemsPerSecond',
      type: 'number',
      typeOptions: { minValue: MIN_RATE, numberPrecision: 2 },
      default: 3,
      description,
    },
  ],
});

export const pacingProperty = pacingPropertyFor(
  'How many items are started per second at most. Vapi locks an organisation out for a while when too many requests come at once.',
);

/** The pace that the options ask for; what is no number is the default. */
export function readPacing(context: IExecuteFunctions): Pacing {
  const options = context.getNodeParameter('options', 0, {}) as Partial<Record<keyof Pacing, unknown>>;
  const itemsPerSecond = Number(options.itemsPerSecond ?? DEFAULT_PACING.itemsPerSecond);
  const concurrency = Math.floor(Number(options.concurrency ?? DEFAULT_PACING.concurrency));
  return {
    itemsPerSecond: itemsPerSecond >= MIN_RATE ? itemsPerSecond : DEFAULT_PACING.itemsPerSecond,
    concurrency: concurrency >= 1 ? concurrency : DEFAULT_PACING.concurrency,
  };
}

/**
 * Runs a job for each index from 0, none started earlier than the pace allows. After a job has failed no other is
 * started; those under way are waited for, because what they do in Vapi happens anyway.
 *
 * @returns the results in the order of the indices
 * @throws what the first failed job (by index) threw
 */
export async function inPace<T>(
  count: number,
  { itemsPerSecond, concurrency }: Pacing,
  job: (index: number) => Promise<T>,
  cancelled: AbortSignal | undefined,
): Promise<T[]> {
  const results: T[] = [];
  const failures: Array<{ index: number; error: unknown }> = [];
  let next = 0;
  let nextStart = 0;
  const goOn = (): boolean => failures.length === 0 && cancelled?.aborted !== true;
  const work = async (): Promise<void> => {
    while (next < count && goOn()) {
      const index = next++;
      const start = Math.max(nextStart, Date.now());
      nextStart = start + 1000 / itemsPerSecond;
      if (start > Date.now()) await sleep(start - Date.now());
      // Another job may have failed during the pause.
      if (!goOn()) return;
      try {
        results[index] = await job(index);
      } catch (error) {
        failures.push({ index, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
  const [first] = failures.sort((a, b) => a.index - b.index);
  if (first !== undefined) throw first.error;
  return results;
}
