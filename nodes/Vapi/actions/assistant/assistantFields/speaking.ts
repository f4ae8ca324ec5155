import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, json, number, text, texts } from '../../../../shared/form/fields';

/** Source: OpenAPI, StartSpeakingPlan and TranscriptionEndpointingPlan. */
const START = 'startSpeakingPlan';
const ENDPOINTING = `${START}.smartEndpointingPlan`;

const start = [
  number({
    displayName: 'Start: Wait',
    name: 'waitSeconds',
    path: `${START}.waitSeconds`,
    default: 0.4,
    min: 0,
    max: 5,
    decimals: true,
    description: 'Seconds that the assistant waits at least before it speaks. More if it talks over callers.',
  }),
  choice({
    displayName: 'Start: Smart Endpointing',
    name: 'smartEndpointing',
    path: `${ENDPOINTING}.provider`,
    default: 'vapi',
    description:
      'Who judges whether the caller has finished. Takes the place of the three waiting times below.',
    options: [
      { name: 'Custom Model', value: 'custom-endpointing-model', description: 'Your own server' },
      { name: 'LiveKit', value: 'livekit', description: 'For English' },
      { name: 'Vapi', value: 'vapi' },
    ],
  }),
  text({
    displayName: 'Start: Wait Function',
    name: 'waitFunction',
    path: `${ENDPOINTING}.waitFunction`,
    placeholder: 'e.g. 200 + 8000 * x',
    description: 'Milliseconds to wait, where x from 0 to 1 is how likely the caller goes on speaking',
    displayOptions: { show: { smartEndpointing: ['livekit'] } },
  }),
  text({
    displayName: 'Start: Custom Model URL',
    name: 'endpointingUrl',
    path: `${ENDPOINTING}.server.url`,
    placeholder: 'e.g. https://n8n.example.com/webhook/…',
    description: 'Left out, Vapi asks the server of the assistant, such as a Vapi Request Trigger',
    displayOptions: { show: { smartEndpointing: ['custom-endpointing-model'] } },
  }),
  waiting('Wait After Punctuation', 'onPunctuationSeconds', 0.1, 'a full stop or question mark'),
  waiting('Wait Without Punctuation', 'onNoPunctuationSeconds', 1.5, 'text without punctuation'),
  waiting('Wait After Number', 'onNumberSeconds', 0.4, 'a number; more where callers read numbers out'),
  json({
    displayName: 'Start: Custom Rules (JSON)',
    name: 'customEndpointingRules',
    path: `${START}.customEndpointingRules`,
    kind: 'array',
    placeholder: 'e.g. [{ "type": "assistant", "regex": "order number", "timeoutSeconds": 3 }]',
    description: 'Other waiting times after what matches a pattern. Replaces the whole list.',
  }),
];

function waiting(label: string, name: string, preset: number, after: string): Field {
  return number({
    displayName: `Start: ${label}`,
    name,
    path: `${START}.transcriptionEndpointingPlan.${name}`,
    default: preset,
    min: 0,
    max: 3,
    decimals: true,
    description: `Seconds to wait after ${after}. Without effect with smart endpointing.`,
  });
}

/** Source: OpenAPI, StopSpeakingPlan. */
const stop = [
  number({
    displayName: 'Stop: Words',
    name: 'numWords',
    path: 'stopSpeakingPlan.numWords',
    default: 2,
    min: 0,
    max: 10,
    description:
      'How many words of the caller interrupt the assistant. With 0 any sound does, see Voice Seconds.',
  }),
  number({
    displayName: 'Stop: Voice Seconds',
    name: 'voiceSeconds',
    path: 'stopSpeakingPlan.voiceSeconds',
    default: 0.2,
    min: 0,
    max: 0.5,
    decimals: true,
    description: 'How long the caller has to make a sound to interrupt, where Words is 0. From 0 to 0.5.',
  }),
  number({
    displayName: 'Stop: Back-Off',
    name: 'backoffSeconds',
    path: 'stopSpeakingPlan.backoffSeconds',
    default: 1,
    min: 0,
    max: 10,
    decimals: true,
    description: 'Seconds of silence before the assistant speaks again after an interruption',
  }),
  texts({
    displayName: 'Stop: Acknowledgement Phrases',
    name: 'acknowledgementPhrases',
    path: 'stopSpeakingPlan.acknowledgementPhrases',
    button: 'Add Phrase',
    description: 'What never interrupts, e.g. I see. Replaces Vapi’s English list: write all of yours.',
  }),
  texts({
    displayName: 'Stop: Interruption Phrases',
    name: 'interruptionPhrases',
    path: 'stopSpeakingPlan.interruptionPhrases',
    button: 'Add Phrase',
    description: 'What always interrupts, e.g. stop. Replaces Vapi’s English list: write all of yours.',
  }),
];

/** How the conversation begins, and when the assistant starts and stops speaking. */
export const speakingField = group(
  { displayName: 'Speaking', name: 'speaking', path: '', placeholder: 'Add Speaking Option' },
  [
    choice({
      displayName: 'First Message Mode',
      path: 'firstMessageMode',
      default: 'assistant-speaks-first',
      options: [
        {
          name: 'Assistant Makes Up What to Say First',
          value: 'assistant-speaks-first-with-model-generated-message',
        },
        { name: 'Assistant Speaks First', value: 'assistant-speaks-first' },
        { name: 'Assistant Waits for the Caller', value: 'assistant-waits-for-user' },
      ],
    }),
    flag({
      displayName: 'First Message Can Be Interrupted',
      path: 'firstMessageInterruptionsEnabled',
      default: true,
      description: 'Whether the caller can interrupt the first message',
    }),
    ...start,
    ...stop,
  ],
);
