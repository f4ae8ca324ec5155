import { rows } from '../../../../shared/form/collections';
import { choice, flag, json, number, text, texts } from '../../../../shared/form/fields';
import { onlyFor, providerOptions, unlessLacking } from './providers';
import { NO_FALLBACK_TRANSCRIBERS, TRANSCRIBER_PROVIDERS } from './transcriberProviders';

export const model = text({
  displayName: 'Model',
  path: 'model',
  placeholder: 'e.g. nova-3, flux-general-en, scribe_v2_realtime, gpt-4o-transcribe',
  description: 'Left out, the provider’s default applies. OpenAI needs one.',
  displayOptions: unlessLacking(TRANSCRIBER_PROVIDERS, 'model'),
});

export const language = text({
  displayName: 'Language',
  path: 'language',
  placeholder: 'e.g. en, de, en-US',
  description:
    'As the provider writes it: en (most), en-US (Azure), English (Google). Placeholders such as {{name}} are not filled in here.',
  displayOptions: unlessLacking(TRANSCRIBER_PROVIDERS, 'language'),
});

export const customUrl = text({
  displayName: 'Custom Transcriber URL',
  name: 'serverUrl',
  path: 'server.url',
  placeholder: 'e.g. wss://stt.example.com/vapi',
  description: 'WebSocket that Vapi sends the audio to',
  displayOptions: onlyFor('custom-transcriber'),
});

export const fallbacks = rows(
  {
    displayName: 'Fallback Transcribers',
    name: 'fallbackTranscribers',
    path: 'fallbackPlan.transcribers',
    row: 'Transcriber',
    description: 'Transcribers of other providers to try in this order when the first one fails',
    displayOptions: unlessLacking(TRANSCRIBER_PROVIDERS, 'fallbackPlan'),
  },
  [
    choice({
      displayName: 'Provider',
      path: 'provider',
      default: 'deepgram',
      options: providerOptions(TRANSCRIBER_PROVIDERS, NO_FALLBACK_TRANSCRIBERS),
    }),
    model,
    language,
    customUrl,
    json({
      displayName: 'More Settings (JSON)',
      name: 'more',
      path: '',
      placeholder: 'e.g. { "smartFormat": true }',
      description: 'Other fields of this transcriber as in the Vapi API',
    }),
  ],
);

/** Source: OpenAPI, DeepgramTranscriber. */
export const deepgram = [
  number({
    displayName: 'Deepgram: Endpointing',
    path: 'endpointing',
    default: 10,
    min: 10,
    max: 500,
    description: 'Milliseconds of silence after which the text is sent. More for numbers and spelling.',
    displayOptions: onlyFor('deepgram'),
  }),
  texts({
    displayName: 'Deepgram: Key Terms',
    path: 'keyterm',
    button: 'Add Term',
    description: 'Words and phrases to listen for (Nova-3 and Flux)',
    displayOptions: onlyFor('deepgram'),
  }),
  flag({
    displayName: 'Deepgram: Numerals',
    path: 'numerals',
    default: true,
    description: 'Whether spoken numbers are written as digits',
    displayOptions: onlyFor('deepgram'),
  }),
  flag({
    displayName: 'Deepgram: Smart Format',
    path: 'smartFormat',
    default: true,
    description: 'Whether dates, times and amounts are written as such; numbers may become times',
    displayOptions: onlyFor('deepgram'),
  }),
];
