import type { Providers } from './providers';

export type ModelTrait = 'maxTokens';

/** Source: OpenAPI, `model` of an assistant. Azure OpenAI is no provider of its own: a credential of Vapi makes it. */
export const MODEL_PROVIDERS: Providers<ModelTrait> = {
  anthropic: { name: 'Anthropic', has: ['maxTokens'] },
  'anthropic-bedrock': { name: 'Anthropic (Bedrock)', has: ['maxTokens'] },
  anyscale: { name: 'Anyscale', has: ['maxTokens'] },
  cerebras: { name: 'Cerebras', has: ['maxTokens'] },
  'custom-llm': { name: 'Custom LLM', has: ['maxTokens'] },
  'deep-seek': { name: 'DeepSeek', has: ['maxTokens'] },
  deepinfra: { name: 'DeepInfra', has: ['maxTokens'] },
  google: { name: 'Google', has: ['maxTokens'] },
  groq: { name: 'Groq', has: ['maxTokens'] },
  'inflection-ai': { name: 'Inflection AI', has: ['maxTokens'] },
  minimax: { name: 'MiniMax', has: ['maxTokens'] },
  openai: { name: 'OpenAI', has: ['maxTokens'] },
  openrouter: { name: 'OpenRouter', has: ['maxTokens'] },
  'perplexity-ai': { name: 'Perplexity', has: ['maxTokens'] },
  'together-ai': { name: 'Together AI', has: ['maxTokens'] },
  vapi: { name: 'Vapi', has: [] },
  xai: { name: 'xAI', has: ['maxTokens'] },
};
