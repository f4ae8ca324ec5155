import { textOf } from '../../../../shared/fields/textOf';
import { group, keyValues, picks } from '../../../../shared/form/collections';
import { isBlank, onlyWhen, type Field } from '../../../../shared/form/field';
import { choice, flag, json, number, text, texts } from '../../../../shared/form/fields';
import { NO_PROVIDER } from './formKind';

/** Everything about the model besides its name and prompt. Source: OpenAPI, the variants of `model`. */
export function modelOptions(update: boolean): Field<'model'> {
  // In an update the provider may be the stored one.
  const of = (provider: string): string[] => (update ? [provider, NO_PROVIDER] : [provider]);
  return group(
    {
      displayName: 'Model Options',
      name: 'modelOptions',
      path: 'model',
      placeholder: 'Add Model Option',
      ...(update ? {} : { displayOptions: { hide: { modelProvider: [NO_PROVIDER] } } }),
    },
    [
      number({
        displayName: 'Temperature',
        path: 'temperature',
        default: 0.5,
        min: 0,
        max: 2,
        decimals: true,
        description: 'From 0 (predictable) to 2 (varied)',
      }),
      number({
        displayName: 'Max Tokens',
        path: 'maxTokens',
        default: 250,
        min: 50,
        max: 10000,
        description: 'The most that the assistant writes in one turn',
        displayOptions: { hide: { '/modelProvider': ['vapi'] } },
      }),
      picks(
        {
          displayName: 'Tools',
          path: 'toolIds',
          row: 'Tool',
          description: 'Tools that are stored in Vapi; in an update this list replaces the old one',
        },
        'searchTools',
      ),
      json({
        displayName: 'Inline Tools (JSON)',
        name: 'inlineTools',
        path: 'tools',
        kind: 'array',
        description: 'List of tools that belong to this assistant alone, as in the Vapi API',
      }),
      number({
        displayName: 'Fast Turns',
        path: 'numFastTurns',
        default: 0,
        min: 0,
        description: 'How many turns at the beginning a smaller, faster model of the provider takes',
      }),
      flag({
        displayName: 'Emotion Recognition',
        path: 'emotionRecognitionEnabled',
        default: true,
        description: 'Whether the model is told how the caller feels, as heard in the voice',
      }),
      knowledgeBase,
      ...onlyWhen({ '/modelProvider': of('custom-llm') }, customLlmFields),
      ...onlyWhen({ '/modelProvider': of('openai') }, openAiFields),
      json({
        displayName: 'More Model Settings (JSON)',
        name: 'moreModel',
        path: '',
        placeholder: 'e.g. { "thinking": { "type": "enabled", "budgetTokens": 2000 } }',
        description: 'Other fields of model as in the Vapi API, merged last',
      }),
    ],
  );
}

const knowledgeBaseUrl = text({
  displayName: 'Custom Knowledge Base URL',
  name: 'knowledgeBaseUrl',
  path: 'knowledgeBase',
  placeholder: 'e.g. https://n8n.example.com/webhook/…',
  description:
    'Where Vapi asks for documents at each turn, such as a Vapi Request Trigger. For files in Vapi use a query tool instead.',
});

const knowledgeBase = {
  ...knowledgeBaseUrl,
  read: (value: unknown): unknown =>
    isBlank(value) ? undefined : { provider: 'custom-knowledge-base', server: { url: textOf(value) } },
};

const customLlmFields = [
  choice({
    displayName: 'Custom LLM: Metadata',
    name: 'metadataSendMode',
    path: 'metadataSendMode',
    default: 'variable',
    description: 'Whether and how Vapi sends the call and the metadata of the assistant along',
    options: [
      { name: 'As One Field', value: 'variable', description: 'Call and metadata under names of their own' },
      { name: 'Not Sent', value: 'off', description: 'Only what OpenAI would get' },
      {
        name: 'Spread',
        value: 'destructured',
        description: 'The entries of the metadata beside the messages',
      },
    ],
  }),
  keyValues({
    displayName: 'Custom LLM: Headers',
    name: 'modelHeaders',
    path: 'headers',
    row: 'Header',
    secret: true,
    description: 'Sent with each request. Authorization belongs into a Custom LLM credential in Vapi.',
  }),
  number({
    displayName: 'Custom LLM: Timeout',
    name: 'modelTimeout',
    path: 'timeoutSeconds',
    default: 20,
    min: 0,
    max: 300,
    description: 'Seconds until the first token has to be there',
  }),
  flag({
    displayName: 'Custom LLM: Word Confidence',
    name: 'wordLevelConfidenceEnabled',
    path: 'wordLevelConfidenceEnabled',
    default: true,
    description: 'Whether to send how sure the transcriber is of each word (Deepgram only)',
  }),
];

const openAiFields = [
  texts({
    displayName: 'OpenAI: Fallback Models',
    name: 'fallbackModels',
    path: 'fallbackModels',
    button: 'Add Model',
    description: 'Models to try in this order when the first one fails. Vapi finds some by itself.',
  }),
  choice({
    displayName: 'OpenAI: Reasoning Effort',
    name: 'reasoningEffort',
    path: 'reasoningEffort',
    default: 'low',
    description: 'For models that reason. More of it makes callers wait longer.',
    options: [
      { name: 'Extra High', value: 'xhigh' },
      { name: 'High', value: 'high' },
      { name: 'Low', value: 'low' },
      { name: 'Medium', value: 'medium' },
      { name: 'Minimal', value: 'minimal' },
      { name: 'None', value: 'none' },
    ],
  }),
];
