import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readPages } from '../../../../shared/paging';
import { asObject, type JsonObject } from '../../../../shared/protocol/json';
import { problem, type Problem } from './problems';

/** Vapi's limit for new organisations (Vapi docs, concurrency); that of an organisation cannot be read. */
const DEFAULT_LINES = 10;

/** Calls that are looked at: more than an organisation usually has at once. */
const NEWEST = 100;
const LAST_HOURS = 2;

const HOLDS_A_LINE = new Set(['queued', 'ringing', 'in-progress', 'forwarding']);

export const preflightOptions: INodeProperties = {
  displayName: 'Preflight Options',
  name: 'preflightOptions',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [
    {
      displayName: 'Check Lines',
      name: 'checkLines',
      type: 'boolean',
      default: true,
      description:
        'Whether to count the calls that run at the moment, which reads up to 100 calls of the last two hours',
    },
    {
      displayName: 'Lines of the Organisation',
      name: 'lines',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: DEFAULT_LINES,
      description:
        'How many calls may run at once: 10 for a new organisation. Vapi tells it only in the answer to a new call, as concurrencyLimit.',
    },
  ],
};

/** What is known about free lines. */
export interface LinesReport {
  problems: Problem[];
  /** What is not known about them, in words. */
  notChecked: string[];
  /** Left out where nothing was counted. */
  liveCalls?: number;
}

/**
 * Looks whether there is a free line right now; for a call at a later time that says nothing.
 *
 * @param plan `schedulePlan` of the call
 */
export async function checkLines(
  context: IExecuteFunctions,
  itemIndex: number,
  plan: JsonObject,
): Promise<LinesReport> {
  const options = asObject(context.getNodeParameter('preflightOptions', itemIndex, {}));
  const isLater = typeof plan.earliestAt === 'string' && Date.parse(plan.earliestAt) > Date.now();
  if (options.checkLines === false || isLater) return { problems: [], notChecked: ['Free lines'] };
  const { count, complete } = await countLiveCalls(context, itemIndex);
  const given = Number(options.lines ?? DEFAULT_LINES);
  const lines = given >= 1 ? given : DEFAULT_LINES;
  const busy = problem('LINES_BUSY', `${count} calls run, of ${lines} that are possible`);
  return {
    problems: count >= lines ? [busy] : [],
    notChecked: [
      ...(options.lines === undefined ? [`The number of lines: ${DEFAULT_LINES} was assumed`] : []),
      ...(complete ? [] : ['Whether more calls run than among the 100 that were looked at']),
    ],
    liveCalls: count,
  };
}

/**
 * Counts the calls that run, because Vapi tells the lines that are free only in the answer to a new call. Calls that
 * have run for more than two hours are missed.
 *
 * @returns `complete` is false where there are more calls than were looked at
 */
async function countLiveCalls(
  context: IExecuteFunctions,
  itemIndex: number,
): Promise<{ count: number; complete: boolean }> {
  const since = new Date(Date.now() - LAST_HOURS * 3_600_000).toISOString();
  let count = 0;
  let seen = 0;
  const list = { path: '/call', qs: { createdAtGt: since }, itemIndex, pageSize: NEWEST };
  for await (const rows of readPages(context, 'cursor', list, NEWEST)) {
    seen += rows.length;
    count += rows.filter(({ status }) => HOLDS_A_LINE.has(String(status))).length;
  }
  return { count, complete: seen < NEWEST };
}
