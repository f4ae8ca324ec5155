import { lastTurn, spokenTurns, systemPrompt, transcriptOf } from './conversation';
import { asNumber, asObject, asText, compact, type JsonObject } from './json';
import type { VapiRequestKind } from './requests';
import { callContext } from './serverMessage';

/**
 * What a request is about, flat: who is on the line, and what its kind needs to be decided.
 *
 * @param message the content of `{"message": …}`; for a custom LLM the whole body, in which `call`, `customer` and
 *   `phoneNumber` stand beside `messages`
 * @returns fields without a value are left out, except the common ones
 */
export function requestItem(kind: VapiRequestKind, message: JsonObject): JsonObject {
  const { callId, chatId, callerNumber, assistantId, variables } = callContext(message);
  return {
    callId,
    ...(chatId === undefined ? {} : { chatId }),
    callerNumber,
    assistantId,
    variables,
    ...compact(DETAILS[kind](message)),
  };
}

const DETAILS: Readonly<Record<VapiRequestKind, (message: JsonObject) => JsonObject>> = {
  'assistant-request': (message) => ({ ...line(message) }),
  'transfer-destination-request': (message) => ({ ...line(message), ...conversation(message) }),
  'handoff-destination-request': (message) => ({
    // What the model filled in, by the parameters of the hand-off tool.
    parameters: asObject(message.parameters),
    ...conversation(message),
  }),
  'knowledge-base-request': (message) => ({
    query: lastTurn(messagesOf(message), 'user') ?? '',
    messages: spokenTurns(messagesOf(message)),
  }),
  // Asked at each pause of the caller: as little as will do.
  'call.endpointing.request': (message) => ({
    lastUserMessage: lastTurn(messagesOf(message), 'user') ?? '',
    lastAssistantMessage: lastTurn(messagesOf(message), 'assistant'),
  }),
  'campaign.predial': (message) => {
    const contact = asObject(message.contact);
    return {
      campaignId: asText(message.campaignId) ?? asText(contact.campaignId),
      contactId: asText(contact.id),
      contactName: asText(contact.name),
      // There is no call yet: who will be called is the contact.
      callerNumber: asText(contact.number),
      variables: asObject(asObject(contact.assistantOverrides).variableValues),
    };
  },
  'voice-request': (message) => ({
    text: asText(message.text) ?? '',
    sampleRate: asNumber(message.sampleRate),
  }),
  'chat-completion': (body) => ({
    // The two names by which n8n's AI Agent and its memory find their input.
    chatInput: lastTurn(body.messages, 'user') ?? '',
    sessionId: callContext(body).callId ?? callContext(body).chatId,
    systemPrompt: systemPrompt(body.messages),
    conversation: transcriptOf(body.messages),
    messages: body.messages,
    tools: body.tools,
    model: asText(body.model),
    stream: body.stream === true,
    temperature: asNumber(body.temperature),
    maxTokens: asNumber(body.max_tokens) ?? asNumber(body.max_completion_tokens),
    metadata: body.metadata,
    ...line(body),
  }),
};

/** The number that was called, and whose name the caller's line gives. */
function line(message: JsonObject): JsonObject {
  const call = asObject(message.call);
  const phoneNumber = asObject(message.phoneNumber);
  const customer = { ...asObject(call.customer), ...asObject(message.customer) };
  return {
    callerName: asText(customer.name),
    calledNumber: asText(phoneNumber.number) ?? asText(phoneNumber.sipUri),
    phoneNumberId: asText(call.phoneNumberId) ?? asText(phoneNumber.id),
  };
}

function conversation(message: JsonObject): JsonObject {
  const messages = messagesOf(message);
  return { lastUserMessage: lastTurn(messages, 'user'), messages: spokenTurns(messages) };
}

/** Some messages carry the conversation themselves, all of them in `artifact`; OpenAI's shape is the smaller one. */
function messagesOf(message: JsonObject): unknown {
  const artifact = asObject(message.artifact);
  const candidates = [
    message.messagesOpenAIFormatted,
    message.messages,
    artifact.messagesOpenAIFormatted,
    artifact.messages,
  ];
  return candidates.find((list) => Array.isArray(list) && list.length > 0);
}
