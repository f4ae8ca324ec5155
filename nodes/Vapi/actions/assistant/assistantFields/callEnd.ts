import { group } from '../../../../shared/form/collections';
import { isBlank, type Field } from '../../../../shared/form/field';
import { choice, choices, number, text, texts } from '../../../../shared/form/fields';

const PLAN = 'voicemailDetection';

const NOT_TWILIO = { show: { [PLAN]: ['google', 'openai', 'vapi'] } };
const TWILIO = { show: { [PLAN]: ['twilio'] } };

const detector = choice({
  displayName: 'Voicemail Detection',
  path: PLAN,
  default: 'vapi',
  description: 'Who listens for an answering machine',
  options: [
    { name: 'Google', value: 'google' },
    { name: 'Off', value: 'off' },
    { name: 'OpenAI', value: 'openai' },
    { name: 'Twilio', value: 'twilio', description: 'For calls over Twilio numbers' },
    { name: 'Vapi', value: 'vapi' },
  ],
});

/** Source: OpenAPI, the VoicemailDetectionPlans. */
const plan: Field[] = [
  choice({
    displayName: 'Voicemail: Listens To',
    name: 'voicemailType',
    path: `${PLAN}.type`,
    default: 'audio',
    options: [
      { name: 'Audio', value: 'audio' },
      { name: 'Transcript', value: 'transcript' },
    ],
    displayOptions: NOT_TWILIO,
  }),
  number({
    displayName: 'Voicemail: Wait for Beep',
    name: 'beepMaxAwaitSeconds',
    path: `${PLAN}.beepMaxAwaitSeconds`,
    default: 30,
    min: 0,
    max: 30,
    description: 'Seconds from the start of the call until the message is spoken without a beep',
    displayOptions: NOT_TWILIO,
  }),
  retries('First Check', 'startAtSeconds', 5, 0, undefined, 'Seconds until the first check'),
  retries('Check Every', 'frequencySeconds', 5, 2.5, undefined, 'Seconds between checks, 2.5 at least'),
  retries('Checks', 'maxRetries', 6, 1, 10, 'How many checks at most'),
  choices({
    displayName: 'Voicemail: Twilio Results',
    name: 'voicemailDetectionTypes',
    path: `${PLAN}.voicemailDetectionTypes`,
    default: ['machine_end_beep', 'machine_end_silence'],
    description: 'What Twilio reports that counts as voicemail',
    options: [
      { name: 'Fax', value: 'fax' },
      { name: 'Human', value: 'human' },
      { name: 'Machine, After the Beep', value: 'machine_end_beep' },
      { name: 'Machine, After the Greeting', value: 'machine_end_silence' },
      { name: 'Machine, Greeting Begins', value: 'machine_start' },
      { name: 'Machine, Other End', value: 'machine_end_other' },
      { name: 'Unknown', value: 'unknown' },
    ],
    displayOptions: TWILIO,
  }),
  number({
    displayName: 'Voicemail: Twilio Timeout',
    name: 'machineDetectionTimeout',
    path: `${PLAN}.machineDetectionTimeout`,
    default: 30,
    min: 3,
    max: 59,
    description: 'Seconds that Twilio may take to find out',
    displayOptions: TWILIO,
  }),
];

function retries(
  label: string,
  name: string,
  preset: number,
  min: number,
  max: number | undefined,
  description: string,
): Field {
  return number({
    displayName: `Voicemail: ${label}`,
    name,
    path: `${PLAN}.backoffPlan.${name}`,
    default: preset,
    min,
    ...(max === undefined ? {} : { max }),
    decimals: name !== 'maxRetries',
    description,
    displayOptions: NOT_TWILIO,
  });
}

/** How a call ends, and what happens when a machine answers it. */
export const callEndField = group(
  {
    displayName: 'Voicemail and End of Call',
    name: 'callEnd',
    path: '',
    placeholder: 'Add Voicemail or End of Call Option',
  },
  [
    // A plan is an object, no plan the word "off".
    {
      ...detector,
      read: (value) => (isBlank(value) || value === 'off' ? (value ?? undefined) : { provider: value }),
    },
    ...plan,
    text({
      displayName: 'Voicemail Message',
      path: 'voicemailMessage',
      maxLength: 1000,
      rows: 2,
      placeholder: 'e.g. This is North Clinic. Please call us back.',
      description: 'Spoken after the beep. Left out, the assistant hangs up.',
    }),
    text({
      displayName: 'End Call Message',
      path: 'endCallMessage',
      maxLength: 1000,
      rows: 2,
      placeholder: 'e.g. Thank you for calling. Goodbye.',
      description: 'What the assistant says before it hangs up',
    }),
    texts({
      displayName: 'End Call Phrases',
      path: 'endCallPhrases',
      button: 'Add Phrase',
      description: 'When the assistant says one of these, the call ends. 2 to 140 characters each.',
    }),
    number({
      displayName: 'Max Duration',
      path: 'maxDurationSeconds',
      default: 600,
      min: 10,
      max: 43200,
      description: 'Seconds after which the call is ended, 10 to 43200',
    }),
  ],
);
