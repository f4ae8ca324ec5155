import { group, rows } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, json, number, text } from '../../../../shared/form/fields';
import { elevenLabs } from './elevenLabs';
import { onlyFor, providerOptions, unlessLacking } from './providers';
import { NO_FALLBACK_VOICES, VOICE_PROVIDERS } from './voiceProviders';

const voiceId = text({
  displayName: 'Voice',
  path: 'voiceId',
  placeholder: 'e.g. sarah, Elliot, alloy, en-US-JennyNeural',
  description:
    'Name or ID of the voice as its provider writes it. Placeholders such as {{name}} are not filled in here.',
});

const model = text({
  displayName: 'Voice Model',
  name: 'model',
  path: 'model',
  placeholder: 'e.g. eleven_flash_v2_5, sonic-3, aura-2',
  description: 'Left out, the provider’s default applies. Sesame needs one (csm-1b).',
  displayOptions: unlessLacking(VOICE_PROVIDERS, 'model'),
});

const language = text({
  displayName: 'Voice Language',
  name: 'language',
  path: 'language',
  placeholder: 'e.g. en, de, en-US',
  description: 'Where the voice speaks several. Neuphonic needs one, PlayHT wants a word such as german.',
  displayOptions: unlessLacking(VOICE_PROVIDERS, 'language'),
});

const fallbacks = rows(
  {
    displayName: 'Fallback Voices',
    name: 'fallbackVoices',
    path: 'fallbackPlan.voices',
    row: 'Voice',
    description: 'Voices of other providers to try in this order when the first one fails',
    displayOptions: unlessLacking(VOICE_PROVIDERS, 'fallbackPlan'),
  },
  [
    choice({
      displayName: 'Provider',
      path: 'provider',
      default: 'openai',
      options: providerOptions(VOICE_PROVIDERS, NO_FALLBACK_VOICES),
    }),
    voiceId,
    model,
    language,
    customVoiceUrl(),
    json({
      displayName: 'More Settings (JSON)',
      name: 'more',
      path: '',
      placeholder: 'e.g. { "speed": 1.1 }',
      description: 'Other fields of this voice as in the Vapi API',
    }),
  ],
);

function customVoiceUrl(): Field {
  return text({
    displayName: 'Custom Voice URL',
    name: 'serverUrl',
    path: 'server.url',
    placeholder: 'e.g. https://n8n.example.com/webhook/…',
    description: 'Where Vapi asks for the audio of a text, such as a Vapi Request Trigger',
    displayOptions: onlyFor('custom-voice'),
  });
}

/** Who speaks, how, and who stands in. */
export const voiceField = group({ displayName: 'Voice', name: 'voice', path: 'voice' }, [
  choice({
    displayName: 'Provider',
    path: 'provider',
    default: '11labs',
    options: providerOptions(VOICE_PROVIDERS),
  }),
  voiceId,
  model,
  language,
  number({
    displayName: 'Speed',
    path: 'speed',
    default: 1,
    min: 0.1,
    max: 5,
    decimals: true,
    description: 'Times the normal speed. ElevenLabs takes 0.7 to 1.2, OpenAI 0.25 to 4, Vapi 0.25 to 2.',
    displayOptions: unlessLacking(VOICE_PROVIDERS, 'speed'),
  }),
  flag({
    displayName: 'Caching',
    path: 'cachingEnabled',
    default: true,
    description: 'Whether Vapi keeps audio that was spoken before',
  }),
  fallbacks,
  customVoiceUrl(),
  ...elevenLabs,
  text({
    displayName: 'OpenAI: Instructions',
    name: 'instructions',
    path: 'instructions',
    rows: 2,
    maxLength: 10000,
    placeholder: 'e.g. Speak calmly and warmly',
    description: 'How to speak. Not for the models tts-1 and tts-1-hd.',
    displayOptions: onlyFor('openai'),
  }),
  choice({
    displayName: 'Vapi: Version',
    name: 'version',
    path: 'version',
    default: 'latest',
    description: 'Generation of Vapi’s voices. Left out, it is 1.',
    options: [
      { name: '1', value: '1' },
      { name: '2', value: '2' },
      { name: 'Latest', value: 'latest' },
    ],
    displayOptions: onlyFor('vapi'),
  }),
  json({
    displayName: 'More Voice Settings (JSON)',
    name: 'more',
    path: '',
    placeholder: 'e.g. { "chunkPlan": { "minCharacters": 20 } }',
    description: 'Other fields of voice as in the Vapi API, merged last',
  }),
]);
