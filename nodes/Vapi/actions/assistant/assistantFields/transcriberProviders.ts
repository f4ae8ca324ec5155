import type { JsonObject } from '../../../../shared/protocol/json';
import type { Providers } from './providers';

export type TranscriberTrait = 'model' | 'language' | 'languages' | 'keywords' | 'fallbackPlan';

/** Source: OpenAPI, `transcriber` of an assistant. */
export const TRANSCRIBER_PROVIDERS: Providers<TranscriberTrait> = {
  '11labs': { name: 'ElevenLabs', has: ['model', 'language', 'fallbackPlan'] },
  'assembly-ai': { name: 'AssemblyAI', has: ['language', 'fallbackPlan'] },
  azure: { name: 'Azure', has: ['language', 'fallbackPlan'] },
  cartesia: { name: 'Cartesia', has: ['model', 'language', 'fallbackPlan'] },
  'custom-transcriber': { name: 'Custom Transcriber', has: ['fallbackPlan'] },
  deepgram: { name: 'Deepgram', has: ['model', 'language', 'languages', 'keywords', 'fallbackPlan'] },
  gladia: { name: 'Gladia', has: ['model', 'language', 'languages', 'fallbackPlan'] },
  google: { name: 'Google', has: ['model', 'language', 'fallbackPlan'] },
  openai: { name: 'OpenAI', has: ['model', 'language', 'fallbackPlan'] },
  soniox: { name: 'Soniox', has: ['model', 'language', 'languages', 'fallbackPlan'] },
  speechmatics: { name: 'Speechmatics', has: ['model', 'language', 'fallbackPlan'] },
  talkscriber: { name: 'Talkscriber', has: ['model', 'language', 'fallbackPlan'] },
  vapi: { name: 'Vapi', has: ['language', 'languages', 'keywords'] },
  xai: { name: 'xAI', has: ['model', 'language', 'fallbackPlan'] },
};

/** Providers that cannot stand in for another one. */
export const NO_FALLBACK_TRANSCRIBERS = ['vapi'];

/**
 * How a provider is told to understand several languages; others of the list cannot do it. Null takes a language away
 * that was set before and would win. Source: OpenAPI, the enums and descriptions of `language` and `languages`.
 */
export const MULTILINGUAL: Readonly<Record<string, JsonObject>> = {
  'assembly-ai': { language: 'multi' },
  deepgram: { language: 'multi' },
  gladia: { languageBehaviour: 'automatic multiple languages', language: null },
  google: { language: 'Multilingual' },
  soniox: { languages: [], language: null },
  speechmatics: { language: 'auto' },
  vapi: { languages: [], language: null },
};
