import assert from 'node:assert/strict';

/** Bearer token of the credential `bearer` below. */
export const TOKEN = 'e2e-token-7d21f5c09b8e4a63';

export const bearer = { authorization: `Bearer ${TOKEN}` };

export const bearerCredential = {
  ...{ id: 'bearer', name: 'Bearer', type: 'vapiWebhookApi' },
  data: { scheme: 'bearer', token: TOKEN },
};

/** A tool call as the assistant makes it. */
export interface Call {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** What Vapi's assistant gets for one call. */
export type Answer = { result: string } | { error: string };

/** The two tools of the workflows in toolWorkflow.ts. */
export const check = (args: Record<string, unknown>): Call => ({
  ...{ id: 'call_check', name: 'check', arguments: args },
});
export const book = (args: Record<string, unknown>): Call => ({
  ...{ id: 'call_book', name: 'book', arguments: args },
});

export function toolCallsBody(calls: readonly Call[]): string {
  const toolCallList = calls.map(({ id, name, arguments: args }) => ({
    ...{ id, type: 'function' },
    function: { name, arguments: JSON.stringify(args) },
  }));
  return JSON.stringify({
    message: {
      ...{ type: 'tool-calls', timestamp: Date.now(), toolCallList },
      call: { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', customer: { number: '+14155550123' } },
    },
  });
}

export interface Reply {
  status: number;
  text: string;
}

export async function postJson(
  url: string,
  body: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal,
  });
  return { status: response.status, text: await response.text() };
}

/**
 * Posts tool calls as Vapi does and checks what Vapi insists on, whatever the workflow did.
 *
 * @throws AssertionError if Vapi could not use the answer
 */
export async function askTools(url: string, calls: readonly Call[]): Promise<Answer[]> {
  return readAnswers(await postJson(url, toolCallsBody(calls), bearer), calls);
}

/**
 * The answers in a reply, in the order of the calls.
 *
 * @throws AssertionError unless it is HTTP 200 with each call answered once, in order, on a single line
 */
export function readAnswers({ status, text }: Reply, calls: readonly Call[]): Answer[] {
  assert.equal(status, 200, `HTTP ${status}: ${text.slice(0, 200)}`);
  const { results } = JSON.parse(text) as { results: Array<Record<string, string>> };
  assert.deepEqual(
    results.map(({ toolCallId, name }) => ({ id: toolCallId, name })),
    calls.map(({ id, name }) => ({ id, name })),
  );
  return results.map(({ toolCallId, name, ...answer }) => {
    const [[key, line], ...more] = Object.entries(answer) as [[string, string], ...unknown[]];
    assert.deepEqual(more, [], `the answer to ${name} ${toolCallId} has more than one of result and error`);
    assert.match(key, /^(?:result|error)$/);
    assert.match(line, /^[^\r\n]+$/);
    return key === 'result' ? { result: line } : { error: line };
  });
}
