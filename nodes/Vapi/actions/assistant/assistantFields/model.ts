import type { Vapi } from '@vapi-ai/server-sdk';
import { isBlank } from '../../../../shared/form/field';
import { choice, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { MODEL_PROVIDERS } from './modelProviders';
import { providerOptions } from './providers';
import { NO_PROVIDER, type FormKind } from './formKind';
import { modelOptions } from './modelOptions';

type AssistantField = FieldOf<Vapi.CreateAssistantDto>;

/** Provider, name and prompt of the model. */
export function modelFields(kind: FormKind): AssistantField[] {
  const update = kind === 'update';
  const provider = choice({
    displayName: 'Model Provider',
    name: 'modelProvider',
    path: 'model.provider',
    default: update ? NO_PROVIDER : 'openai',
    description: update
      ? 'Who runs the language model. With another provider, settings that only the old one has are dropped.'
      : 'Who runs the language model',
    options: [
      update
        ? { name: '(Leave Unchanged)', value: NO_PROVIDER }
        : {
            name: '(None)',
            value: NO_PROVIDER,
            description: 'Vapi’s default, or a model in Additional Fields (JSON)',
          },
      ...providerOptions(MODEL_PROVIDERS),
    ],
  });
  const fields: AssistantField[] = [
    text({
      displayName: 'Custom LLM URL',
      name: 'customLlmUrl',
      path: 'model.url',
      placeholder: 'e.g. https://llm.example.com/v1',
      description: 'Base URL of a server that speaks like OpenAI: Vapi adds /chat/completions',
      displayOptions: { show: { modelProvider: ['custom-llm'] } },
    }),
    text({
      displayName: 'Model',
      name: 'modelName',
      path: 'model.model',
      required: !update,
      placeholder: 'e.g. gpt-4o, claude-sonnet-4-20250514, gemini-2.5-flash',
      description: 'Name of the model as its provider writes it',
      displayOptions: { hide: { modelProvider: update ? ['vapi'] : ['vapi', NO_PROVIDER] } },
    }),
    systemPrompt(update),
    modelOptions(update),
  ];
  return [
    { ...provider, read: (value) => (isBlank(value) || value === NO_PROVIDER ? undefined : value) },
    ...fields,
  ];
}

/** The prompt becomes a list with the system message; an update keeps the other messages that are there. */
function systemPrompt(update: boolean): AssistantField {
  const field = text({
    displayName: 'System Prompt',
    name: 'systemPrompt',
    path: 'model.messages',
    rows: 8,
    placeholder: 'e.g. You are the receptionist of North Clinic. Keep your answers short.',
    description:
      'What the assistant is told to be and do. Variables of a call go in as {{name}}: in n8n write the text as fixed text, not as an expression, or n8n fills them in itself.',
    ...(update ? {} : { displayOptions: { hide: { modelProvider: [NO_PROVIDER] } } }),
  });
  return {
    ...field,
    read: (value, place) => {
      const content = field.read(value, place);
      return content === undefined ? undefined : [{ role: 'system', content }];
    },
  };
}
