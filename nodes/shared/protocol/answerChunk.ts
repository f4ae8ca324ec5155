import { asObject, asText, isObject, type JsonObject } from './json';

/**
 * How answers travel from Respond to Vapi to the process that holds Vapi's request: as the content of n8n's
 * streaming chunks (`sendChunk`), one chunk a run of the node. n8n relays chunks from workers, and, unlike
 * `sendResponse`, more than one an execution: this is what lets two branches answer one request
 * (docs/decisions/0002-answers-travel-as-chunks.md).
 */
const MARKER = 'n8n-nodes-vapi/answer@2';

/** @param answer what the trigger's `Owed` takes; its `kind` says which request it answers */
export function encodeAnswer(answer: JsonObject): string {
  return JSON.stringify({ kind: MARKER, answer });
}

/** A chunk as n8n writes it on the response: one line of JSON. */
export interface StreamChunk {
  /** n8n's `begin`, `item`, `end` or `error`. */
  type: string;
  /** Name of the node that sent it, set by n8n. */
  nodeName: string | undefined;
  /** Text that another node streamed. */
  text: string | undefined;
  /** The answer, if a Respond to Vapi node sent it. */
  answer: JsonObject | undefined;
}

const CHUNK_TYPES = new Set(['begin', 'item', 'end', 'error']);

/** Reads one line that n8n wrote on the response. Undefined for what is no chunk: keep-alive lines, half lines. */
export function decodeChunkLine(line: string): StreamChunk | undefined {
  const chunk = parseObject(line);
  if (chunk === undefined || typeof chunk.type !== 'string' || !CHUNK_TYPES.has(chunk.type)) return undefined;
  const nodeName = asText(asObject(chunk.metadata).nodeName);
  const text = typeof chunk.content === 'string' ? chunk.content : undefined;
  const content = chunk.type === 'item' && text?.includes(MARKER) ? parseObject(text) : undefined;
  const answer = content?.kind === MARKER ? asObject(content.answer) : undefined;
  return { type: chunk.type, nodeName, text: answer === undefined ? text : undefined, answer };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
