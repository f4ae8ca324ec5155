import { randomUUID } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { chatRequestProblem, readChatRequest } from '../shared/protocol/chatCompletion';
import { isObject } from '../shared/protocol/json';
import { findRequest, looksLikeRequest } from '../shared/protocol/requests';
import { buildToolResponse, FALLBACK_MESSAGE } from '../shared/protocol/results';
import { parseServerMessage, type ServerMessage } from '../shared/protocol/serverMessage';
import { parseToolCalls } from '../shared/protocol/toolCalls';
import type { Verdict } from '../shared/webhookAuth';
import { answer, authenticate, refuse, refuseBody } from '../shared/webhookRequest';
import { hold } from './hold';
import { OwedAnswer } from './owedAnswer';
import { OwedCompletion } from './owedCompletion';

/** Whether it is the address of a custom LLM that was called; n8n gives no names of our own to webhooks. */
export function isCompletionsUrl(context: IWebhookFunctions): boolean {
  return /[/]chat[/]completions[/]?$/.test(context.getRequestObject().url.replace(/[?].*$/s, ''));
}

/** One request of Vapi: proof, kind, content. Never throws: n8n would answer 500, and the caller hear silence. */
export async function receiveRequest(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const receivedAt = new Date();
  const verdict = await authenticate(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuse(context, verdict.reason);

  const body: unknown = context.getBodyData();
  // Whoever calls the first address with such a body means this, too.
  const isChat = isCompletionsUrl(context) || (isObject(body) && Array.isArray(body.messages));
  if (isChat) return receiveChat(context, body, receivedAt, verdict);

  const parsed = parseServerMessage(body);
  if (parsed === undefined) return refuseBody(context);
  const request = findRequest(parsed.type);
  if (request === undefined || request.kind === 'chat-completion') return answerOther(context, parsed);
  const { kind } = request;
  return hold(context, {
    ...{ request, receivedAt, verdict, requestId: randomUUID(), message: parsed.message },
    owed: (options) => new OwedAnswer({ ...options, kind }),
  });
}

function receiveChat(
  context: IWebhookFunctions,
  body: unknown,
  receivedAt: Date,
  verdict: Verdict,
): IWebhookResponseData {
  const problem = chatRequestProblem(body);
  const request = findRequest('chat-completion');
  if (problem !== undefined || !isObject(body) || request === undefined) {
    return answer(context, 400, {
      // The shape of OpenAI's errors: its client reads the message out of it.
      error: {
        ...{ type: 'invalid_request_error', code: 'CHAT_REQUEST_INVALID', param: 'messages' },
        message: `${problem}. Send {"model": …, "messages": [{"role": "user", "content": …}]} as application/json.`,
      },
    });
  }
  const requestId = `chatcmpl-${randomUUID()}`;
  const chat = readChatRequest(body, requestId, receivedAt);
  if (chat.stream) {
    const response = context.getResponseObject();
    // Else n8n compresses the stream, which holds tokens back, and a proxy may gather them.
    response.setHeader('Cache-Control', 'no-cache, no-transform');
    response.setHeader('X-Accel-Buffering', 'no');
  }
  return hold(context, {
    ...{ request, receivedAt, verdict, requestId, message: body },
    owed: (options) => new OwedCompletion(chat, { ...options, kind: 'chat-completion' }),
  });
}

/** What is no request of this trigger. The URL may be an assistant's server URL, to which everything is sent. */
function answerOther(context: IWebhookFunctions, { type, message }: ServerMessage): IWebhookResponseData {
  if (type === 'tool-calls' || type === 'function-call') {
    context.logger.warn(
      `"${context.getNode().name}" got a tool call and answered with an error: tools belong to a Vapi Tool Trigger`,
    );
    return answer(context, 200, buildToolResponse(parseToolCalls(message), new Map(), FALLBACK_MESSAGE));
  }
  // Vapi would wait for an answer that nobody here can give; an event is content with any.
  if (!looksLikeRequest(type)) return answer(context, 200, {});
  return answer(context, 400, {
    error: {
      code: 'REQUEST_UNKNOWN',
      message: `Requests of type "${type.slice(0, 100)}" are not known here`,
      hint: 'Update n8n-nodes-vapi, or send this request to another server.',
    },
  });
}
