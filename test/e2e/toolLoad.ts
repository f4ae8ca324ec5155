import { openLoop } from './harness/openLoop';
import { bearer, postJson, readAnswers, toolCallsBody } from './toolCallClient';
import { FALLBACK } from './toolWorkflow';

export interface Load {
  count: number;
  perSecond: number;
}

/** What came of a load: each call is counted once, as one of the three. */
export interface LoadResult {
  /** Answered with the call's own id, and with what the workflow made for this very call. */
  own: number;
  fallbacks: number;
  /** What is wrong with the others. */
  wrong: string[];
  /** Time of each call, from the moment it was due to the whole answer. */
  ms: number[];
}

/** Sends tool calls on schedule, each with an id and an argument of its own, to a workflow of toolWorkflow.ts. */
export async function runLoad(url: string, { count, perSecond }: Load): Promise<LoadResult> {
  const result: LoadResult = { own: 0, fallbacks: 0, wrong: [], ms: [] };
  const sent = await openLoop(count, perSecond, async (n) => {
    const name = n % 2 === 0 ? 'check' : 'book';
    const calls = [{ id: `call_${n}`, name, arguments: { say: `no ${n}` } }];
    try {
      const [answer] = readAnswers(await postJson(url, toolCallsBody(calls), bearer), calls);
      return { answer: JSON.stringify(answer), expected: JSON.stringify({ result: `${name} says no ${n}` }) };
    } catch (error) {
      return { answer: `call_${n}: ${String(error)}`, expected: '' };
    }
  });
  const fallback = JSON.stringify({ error: FALLBACK });
  for (const { outcome, ms } of sent) {
    result.ms.push(ms);
    if (outcome.answer === outcome.expected) result.own++;
    else if (outcome.answer === fallback) result.fallbacks++;
    else result.wrong.push(outcome.answer);
  }
  return result;
}
