import { readCompletionStream, type StreamedToolCall } from './completionStream';
import { type JsonObject, isObject, objectAt, objectsAt, stringAt } from './json';

export interface CustomLlmRequest {
  /** `model.url` of the assistant; `/chat/completions` is added, as OpenAI's client does. */
  url: string;
  /** Of the custom-llm credential. */
  apiKey?: string;
  model?: string;
  messages: JsonObject[];
  tools?: JsonObject[];
  stream?: boolean;
  /** `call`, `customer`, `phoneNumber`, `metadata`: what `metadataSendMode: variable` adds. */
  metadata?: JsonObject;
  /** Called with everything that has arrived so far, each time that something does. */
  onProgress?: (body: string) => void;
}

export interface CustomLlmReply {
  status: number;
  contentType: string;
  /** The answer as it came. */
  body: string;
  text: string;
  toolCalls: StreamedToolCall[];
  finishReason: string | undefined;
  /** What Vapi would stumble over. */
  problems: string[];
  /** Milliseconds from the request to each piece that arrived. */
  arrivals: Array<{ ms: number; piece: string }>;
}

/**
 * One turn of an assistant with a custom LLM: asks the server as Vapi does, and reads the answer strictly.
 * Source: Vapi docs, custom LLM; OpenAPI CustomLLMModel (`url` is the base URL of OpenAI's client).
 */
export async function askCustomLlm(request: CustomLlmRequest): Promise<CustomLlmReply> {
  const { url, apiKey, messages, tools, stream = true, model = 'gpt-4.1-mini', metadata } = request;
  const began = performance.now();
  const response = await fetch(`${url.replace(/\/$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ model, messages, temperature: 0.7, max_tokens: 250, tools, stream, ...metadata }),
  });
  const arrivals: CustomLlmReply['arrivals'] = [];
  const decoder = new TextDecoder();
  let body = '';
  for await (const bytes of response.body ?? []) {
    const piece = decoder.decode(bytes as Uint8Array, { stream: true });
    arrivals.push({ ms: performance.now() - began, piece });
    body += piece;
    request.onProgress?.(body);
  }
  const contentType = response.headers.get('content-type') ?? '';
  const read = stream ? readCompletionStream(body) : readCompletion(body);
  const expected = stream ? 'text/event-stream' : 'application/json';
  if (response.status !== 200) read.problems.push(`The server answered ${response.status}.`);
  if (!contentType.startsWith(expected)) read.problems.push(`The answer is ${contentType}, not ${expected}.`);
  return { status: response.status, contentType, body, ...read, arrivals };
}

function readCompletion(body: string): ReturnType<typeof readCompletionStream> {
  const problems: string[] = [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    problems.push('The answer is no JSON.');
  }
  const answer = isObject(parsed) ? parsed : {};
  if (answer.object !== 'chat.completion') problems.push('The answer is no chat.completion.');
  const [choice] = objectsAt(answer, 'choices');
  const message = objectAt(choice, 'message');
  if (message?.role !== 'assistant') problems.push('The answer holds no message of the assistant.');
  const toolCalls = objectsAt(message, 'tool_calls').map((call) => {
    const called = objectAt(call, 'function');
    return {
      id: stringAt(call, 'id') ?? '',
      name: stringAt(called, 'name') ?? '',
      arguments: stringAt(called, 'arguments') ?? '',
    };
  });
  const finishReason = stringAt(choice, 'finish_reason');
  return { text: stringAt(message, 'content') ?? '', toolCalls, finishReason, problems };
}
