import type { INode } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { isObject, type JsonObject } from '../../../shared/protocol/json';

/** Objects whose other fields mean nothing without their provider, and what they are called in the editor. */
const WITH_PROVIDER: Readonly<Record<string, string>> = {
  model: 'Model Provider',
  voice: 'Provider of the voice',
  transcriber: 'Provider of the transcriber',
};

/**
 * Makes a body acceptable where that takes nothing from the builder, and says in the words of the editor what is
 * missing.
 *
 * @throws NodeOperationError for a model, voice or transcriber without a provider, and a custom LLM without URL
 */
export function completeAssistant(node: INode, body: JsonObject, itemIndex: number): JsonObject {
  for (const [field, label] of Object.entries(WITH_PROVIDER)) {
    const value = body[field];
    if (isObject(value) && value.provider === undefined) throw fail(node, 'INPUT_MISSING', label, itemIndex);
  }
  // Not marked in the editor: n8n would ask for it as well where the provider is an expression.
  const { model } = body;
  if (isObject(model) && model.provider === 'custom-llm' && model.url === undefined)
    throw fail(node, 'INPUT_MISSING', 'Custom LLM URL', itemIndex);
  return isObject(body.transcriber) ? { ...body, transcriber: completeTranscriber(body.transcriber) } : body;
}

/** Vapi's schema requires a vocabulary of Speechmatics, even an empty one. */
function completeTranscriber(transcriber: JsonObject): JsonObject {
  const { fallbackPlan } = transcriber;
  const completed = withVocabulary(transcriber);
  if (!isObject(fallbackPlan) || !Array.isArray(fallbackPlan.transcribers)) return completed;
  const transcribers = fallbackPlan.transcribers.map((entry: unknown) =>
    isObject(entry) ? withVocabulary(entry) : entry,
  );
  return { ...completed, fallbackPlan: { ...fallbackPlan, transcribers } };
}

function withVocabulary(transcriber: JsonObject): JsonObject {
  return transcriber.provider === 'speechmatics' ? { customVocabulary: [], ...transcriber } : transcriber;
}
