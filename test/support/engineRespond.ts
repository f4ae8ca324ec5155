import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { decodeChunkLine } from '../../nodes/shared/protocol/answerChunk';
import { readToolAnswers } from '../../nodes/VapiToolTrigger/owedResults';
import type { ToolAnswer } from '../../nodes/shared/protocol/results';
import type { EngineNode, EngineRun, EngineWire } from './engine';

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
