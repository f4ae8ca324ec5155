import type { Providers } from './providers';

export type VoiceTrait = 'model' | 'speed' | 'language' | 'fallbackPlan';

/** Source: OpenAPI, `voice` of an assistant. */
export const VOICE_PROVIDERS: Providers<VoiceTrait> = {
  '11labs': { name: 'ElevenLabs', has: ['model', 'speed', 'language', 'fallbackPlan'] },
  azure: { name: 'Azure', has: ['speed', 'fallbackPlan'] },
  cartesia: { name: 'Cartesia', has: ['model', 'language', 'fallbackPlan'] },
  'custom-voice': { name: 'Custom Voice', has: ['fallbackPlan'] },
  deepgram: { name: 'Deepgram', has: ['model', 'fallbackPlan'] },
  hume: { name: 'Hume', has: ['model', 'fallbackPlan'] },
  inworld: { name: 'Inworld', has: ['model', 'fallbackPlan'] },
  lmnt: { name: 'LMNT', has: ['speed', 'language', 'fallbackPlan'] },
  microsoft: { name: 'Microsoft', has: ['speed', 'fallbackPlan'] },
  minimax: { name: 'MiniMax', has: ['model', 'speed', 'fallbackPlan'] },
  neuphonic: { name: 'Neuphonic', has: ['model', 'speed', 'language', 'fallbackPlan'] },
  openai: { name: 'OpenAI', has: ['model', 'speed', 'fallbackPlan'] },
  playht: { name: 'PlayHT', has: ['model', 'speed', 'language', 'fallbackPlan'] },
  'rime-ai': { name: 'Rime AI', has: ['model', 'speed', 'language', 'fallbackPlan'] },
  sesame: { name: 'Sesame', has: ['model', 'fallbackPlan'] },
  'smallest-ai': { name: 'Smallest AI', has: ['model', 'speed', 'fallbackPlan'] },
  tavus: { name: 'Tavus', has: ['fallbackPlan'] },
  vapi: { name: 'Vapi', has: ['speed', 'language'] },
  wellsaid: { name: 'WellSaid', has: ['model', 'fallbackPlan'] },
  xai: { name: 'xAI', has: ['speed', 'language', 'fallbackPlan'] },
};

/** Providers that cannot stand in for another one. */
export const NO_FALLBACK_VOICES = ['minimax'];
