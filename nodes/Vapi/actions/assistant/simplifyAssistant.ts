import { asArray, asObject, asText, isObject, type JsonObject } from '../../../shared/protocol/json';

/** An assistant as one small, flat item. */
export function simplifyAssistant(assistant: JsonObject): JsonObject {
  const model = asObject(assistant.model);
  const voice = asObject(assistant.voice);
  const transcriber = asObject(assistant.transcriber);
  return {
    id: assistant.id,
    name: assistant.name,
    modelProvider: model.provider,
    model: model.model,
    voiceProvider: voice.provider,
    voiceId: voice.voiceId,
    transcriberProvider: transcriber.provider,
    transcriberModel: transcriber.model ?? transcriber.speechModel,
    language: transcriber.language,
    firstMessage: assistant.firstMessage,
    systemPrompt: systemPromptOf(model.messages),
    toolIds: Array.isArray(model.toolIds) ? model.toolIds : undefined,
    serverUrl: asObject(assistant.server).url,
    createdAt: assistant.createdAt,
    updatedAt: assistant.updatedAt,
  };
}

function systemPromptOf(messages: unknown): string | undefined {
  const message = asArray(messages).find((entry) => isObject(entry) && entry.role === 'system');
  return asText(asObject(message).content);
}
