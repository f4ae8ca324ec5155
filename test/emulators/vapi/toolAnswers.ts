import { type JsonObject, isObject, objectAt, stringAt } from './json';
import type { ServerPost, ToolOutcome } from './types';

/** A call that was put to a server. */
export interface PlacedToolCall {
  id: string;
  name: string;
  arguments: JsonObject;
  tool: JsonObject;
}

const LINE_BREAK = /[\r\n\u2028\u2029]/;

/**
 * Judges the answer to a `tool-calls` message as Vapi does (docs: custom tools, troubleshooting): anything but
 * HTTP 200 is ignored, ids must match, `result` and `error` are single-line strings. What it can't use becomes
 * "No result returned". Every objection is added to the post's problems.
 *
 * @returns one outcome a call, in the order of the calls
 */
export function judgeToolAnswer(calls: PlacedToolCall[], post: ServerPost): ToolOutcome[] {
  const object = (problem: string) => post.problems.push(problem);
  const results = readResults(post, object);
  if (typeof results === 'string') return calls.map((call) => failed(call, results, post.ms));

  const answers = new Map<string, JsonObject>();
  for (const entry of results) {
    const id = isObject(entry) ? entry.toolCallId : undefined;
    if (!isObject(entry) || typeof id !== 'string')
      object(`A result has no toolCallId: ${JSON.stringify(entry)}.`);
    else if (!calls.some((call) => call.id === id))
      object(`toolCallId ${id} belongs to no call of this message.`);
    else if (answers.has(id)) object(`toolCallId ${id} is answered more than once; the first answer counts.`);
    else answers.set(id, entry);
  }
  const order = [...answers.keys()];
  const wanted = calls.map((call) => call.id).filter((id) => answers.has(id));
  if (order.join() !== wanted.join()) object('The results are not in the order of the calls.');
  return calls.map((call) => judgeOne(call, answers.get(call.id), post.ms, object));
}

/** Judges the answer to a deprecated `function-call`: `{result}`, a string, for the one function called. */
export function judgeFunctionAnswer(calls: PlacedToolCall[], post: ServerPost): ToolOutcome[] {
  const answer = post.status === 200 ? parseJson(post.responseBody) : undefined;
  const result = isObject(answer) ? answer.result : undefined;
  return calls.map((call) => {
    if (typeof result === 'string') return { toolCallId: call.id, name: call.name, result, ms: post.ms };
    const reason = `a function-call wants status 200 and {"result": "…"}; status ${post.status ?? 'none'}`;
    post.problems.push(reason);
    return failed(call, reason, post.ms);
  });
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}

/** The results array, or the reason why there is none. */
function readResults(post: ServerPost, object: (problem: string) => void): unknown[] | string {
  if (post.status === undefined) return post.problems.at(-1) ?? 'no answer';
  if (post.status !== 200) {
    object(`HTTP ${post.status} is ignored: a tool answer must have status 200.`);
    return `status ${post.status}`;
  }
  const body = parseJson(post.responseBody);
  if (body === undefined) {
    object(`The answer is not JSON: ${JSON.stringify((post.responseBody ?? '').slice(0, 200))}.`);
    return 'the answer is not JSON';
  }
  if (isObject(body) && Array.isArray(body.results)) return body.results;
  object(`The answer has no array "results": ${JSON.stringify(body).slice(0, 200)}.`);
  return 'the answer has no array "results"';
}

function judgeOne(
  call: PlacedToolCall,
  answer: JsonObject | undefined,
  ms: number,
  object: (problem: string) => void,
): ToolOutcome {
  if (!answer) {
    object(`toolCallId ${call.id} (${call.name}) has no result.`);
    return failed(call, 'no result with this toolCallId', ms);
  }
  if (answer.name === undefined)
    object(`The result of ${call.id} has no name; "${call.name}" is recommended.`);
  else if (answer.name !== call.name)
    object(`The result of ${call.id} is named ${JSON.stringify(answer.name)}, the tool "${call.name}".`);
  if (answer.result !== undefined && answer.error !== undefined)
    object(`The result of ${call.id} has both result and error; one is expected.`);
  const field = answer.error !== undefined ? 'error' : 'result';
  const value = answer[field];
  const reason = lineProblem(field, value);
  if (reason) {
    object(`The result of ${call.id} can't be used: ${reason}.`);
    return failed(call, reason, ms);
  }
  const message = stringAt(objectAt(answer, 'message'), 'content');
  return {
    toolCallId: call.id,
    name: call.name,
    [field]: value as string,
    ...(message ? { message } : {}),
    ms,
  };
}

function lineProblem(field: string, value: unknown): string | undefined {
  if (value === undefined) return 'neither result nor error is there';
  if (typeof value !== 'string') return `${field} is a ${kind(value)}, a single-line string was expected`;
  if (LINE_BREAK.test(value)) return `${field} has a line break`;
  return undefined;
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function failed(call: PlacedToolCall, reason: string, ms: number): ToolOutcome {
  return { toolCallId: call.id, name: call.name, noResult: reason, ms };
}
