import { asArray, asObject, asText, isObject } from './json';
import type { ToolAnswer } from './results';

/**
 * How answers travel from Respond to Vapi to the process that holds Vapi's request: as the content of n8n's
 * streaming chunks (`sendChunk`), one chunk a run of the node. n8n relays chunks from workers, and, unlike
 * `sendResponse`, more than one an execution: this is what lets two branches answer one request
 * (docs/decisions/0002-answers-travel-as-chunks.md).
 */
const MARKER = 'n8n-nodes-vapi/answer@1';

export function encodeAnswers(answers: readonly ToolAnswer[]): string {
  return JSON.stringify({ kind: MARKER, answers });
}

/** A chunk as n8n writes it on the response: one line of JSON. */
export interface AnswerChunk {
  /** Name of the node that sent it, set by n8n. */
  nodeName: string | undefined;
  answers: ToolAnswer[];
}

/**
 * Reads one line that n8n wrote on the response. Returns undefined for everything that is not an answer of ours:
 * keep-alive lines, error chunks, chunks of AI nodes.
 */
export function decodeChunkLine(line: string): AnswerChunk | undefined {
  const chunk = parseObject(line);
  if (chunk?.type !== 'item' || typeof chunk.content !== 'string') return undefined;
  const content = parseObject(chunk.content);
  if (content?.kind !== MARKER) return undefined;
  return {
    nodeName: asText(asObject(chunk.metadata).nodeName),
    answers: asArray(content.answers).flatMap((entry) => {
      const { toolCallId, kind, text } = asObject(entry);
      if ((kind !== 'result' && kind !== 'error') || typeof text !== 'string') return [];
      return [{ toolCallId: asText(toolCallId), kind, text } satisfies ToolAnswer];
    }),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
