import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { decodeChunkLine } from '../../nodes/shared/protocol/answerChunk';
import type { RequestKind } from '../../nodes/shared/protocol/requests';
import { readToolAnswers } from '../../nodes/VapiToolTrigger/owedResults';
import type { ToolAnswer } from '../../nodes/shared/protocol/results';
import { runWorkflow, type EngineNode, type EngineRun, type EngineWire } from './engine';

export const TRIGGER = 'Vapi Tool Trigger';
export const RESPOND = 'Respond to Vapi';

export const call = (toolCallId: string | undefined, extra: object = {}): INodeExecutionData => ({
  json: { tool: 'book_appointment', toolCallId, parameters: { date: '2026-08-24' }, ...extra },
});

export const trigger = (tools: string[] = []): EngineNode => ({
  name: TRIGGER,
  type: 'vapiToolTrigger',
  parameters: { authentication: 'none', tools: { tool: tools.map((name) => ({ name })) } },
});

export const respond = (parameters: INodeParameters, extra: Partial<EngineNode> = {}): EngineNode => ({
  name: RESPOND,
  type: 'vapiRespond',
  parameters,
  ...extra,
});

/** Each node to the next one. */
export function chain(...names: string[]): EngineWire[] {
  return names.slice(1).map((to, index) => ({ from: names[index] ?? '', to }));
}

/** What the guard would read from the stream: answers by node, a list a chunk. */
export function answers(run: EngineRun): ToolAnswer[][] {
  return run.chunks.flatMap((chunk) => {
    const decoded = decodeChunkLine(JSON.stringify(chunk));
    return decoded?.answer === undefined ? [] : [readToolAnswers(decoded.answer)];
  });
}

export const text = (result: string): INodeParameters => ({ respondWith: 'text', result });

/** A step in the place of the Vapi Request Trigger: Respond to Vapi looks at the end of the type's name only. */
export const REQUEST_TRIGGER = 'vapiRequestTrigger';
export const requestTrigger: EngineNode = { name: REQUEST_TRIGGER, step: (items) => items };

/** The item of the Request or Twilio Trigger. */
export const asked = (request: string, extra: object = {}): INodeExecutionData => ({
  json: { request, callId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', ...extra },
});

/** What the guard would read from the stream: the answers to requests. */
export function requestAnswers(run: EngineRun): Array<{ kind: string; body: unknown }> {
  return run.chunks.flatMap((chunk) => {
    const answer = decodeChunkLine(JSON.stringify(chunk))?.answer;
    return answer === undefined ? [] : [answer as { kind: string; body: unknown }];
  });
}

/** One request, answered right after the trigger; `items` are what is there instead of the trigger's item. */
export async function answerRequest(
  request: INodeExecutionData,
  parameters: INodeParameters,
  items?: INodeExecutionData[],
): Promise<EngineRun> {
  const found: EngineNode = { name: 'Found', step: (input) => items ?? input };
  return await runWorkflow({
    nodes: [requestTrigger, found, respond(parameters)],
    wires: chain(REQUEST_TRIGGER, 'Found', RESPOND),
    start: [[request]],
  });
}

/** The body that answers a request of this kind. Fails where none or several were sent. */
export async function bodyOf(
  request: RequestKind,
  parameters: INodeParameters,
  { extra = {}, items }: { extra?: object; items?: INodeExecutionData[] } = {},
): Promise<unknown> {
  const run = await answerRequest(asked(request, extra), parameters, items);
  const sent = requestAnswers(run);
  if (run.error !== undefined) throw new Error(`The run failed: ${run.error.message}`);
  if (sent.length !== 1 || sent[0]?.kind !== request) throw new Error(`Sent was ${JSON.stringify(sent)}`);
  return sent[0].body;
}

/** What goes wrong where nothing can be sent: message and how to fix it. */
export async function refusalOf(
  request: RequestKind,
  parameters: INodeParameters,
  { extra = {}, items }: { extra?: object; items?: INodeExecutionData[] } = {},
): Promise<string> {
  const run = await answerRequest(asked(request, extra), parameters, items);
  if (run.status !== 'error') throw new Error(`The run ended with ${run.status}`);
  if (requestAnswers(run).length > 0) throw new Error('An answer was sent all the same');
  return `${run.error?.message ?? ''} | ${run.error?.description ?? ''}`;
}
