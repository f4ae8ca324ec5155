import type { Vapi } from '@vapi-ai/server-sdk';
import { group } from '../../../shared/form/collections';
import { choice, json, number, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';

type Plan = FieldOf<Vapi.TransferPlan>;

/** Bounds and lengths: OpenAPI, TransferPlan. */
const fields: Plan[] = [
  choice({
    displayName: 'Mode',
    path: 'mode',
    default: 'blind-transfer',
    options: [
      { name: 'Blind', value: 'blind-transfer' },
      { name: 'Blind, Summary in SIP Header', value: 'blind-transfer-add-summary-to-sip-header' },
      { name: 'Warm, by an Assistant of Its Own', value: 'warm-transfer-experimental' },
      { name: 'Warm, Say Message', value: 'warm-transfer-say-message' },
      { name: 'Warm, Say Summary', value: 'warm-transfer-say-summary' },
      { name: 'Warm, TwiML', value: 'warm-transfer-twiml' },
      {
        name: 'Warm, Wait for Words, Then Say Message',
        value: 'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
      },
      {
        name: 'Warm, Wait for Words, Then Say Summary',
        value: 'warm-transfer-wait-for-operator-to-speak-first-and-then-say-summary',
      },
    ],
    description: 'What the called party hears before the caller is connected; blind if it is not added',
  }),
  text({
    displayName: 'Message to Called Party',
    path: 'message',
    rows: 2,
    description: 'For the modes that say a message',
  }),
  json({
    displayName: 'Summary Plan (JSON)',
    path: 'summaryPlan',
    description: 'For the modes that say a summary: its prompt and time limit',
  }),
  text({
    displayName: 'TwiML',
    path: 'twiml',
    rows: 3,
    maxLength: 4096,
    description: 'For the mode Warm, TwiML: Play, Say, Gather, Hangup and Pause',
  }),
  choice({
    displayName: 'SIP Verb',
    path: 'sipVerb',
    default: 'refer',
    options: [
      { name: 'BYE', value: 'bye' },
      { name: 'DIAL', value: 'dial' },
      { name: 'REFER', value: 'refer' },
    ],
    description: 'How a SIP call is handed over; carriers differ in what they take',
  }),
  number({
    displayName: 'Dial Time-Out (Seconds)',
    path: 'dialTimeout',
    default: 60,
    min: 1,
    max: 600,
    description: 'How long it rings, with the SIP verb DIAL',
  }),
  number({
    displayName: 'Wait for Words (Seconds)',
    path: 'timeout',
    default: 60,
    min: 1,
    max: 600,
    description: 'How long the modes that wait for the called party to speak do so',
  }),
  text({
    displayName: 'Hold Audio URL',
    path: 'holdAudioUrl',
    description: 'MP3 or WAV for the waiting caller, in the mode with an assistant of its own',
  }),
  json({
    displayName: 'Fallback Plan (JSON)',
    path: 'fallbackPlan',
    description: 'What is said, and whether the call ends, if nobody takes over',
  }),
];

/** How a call is handed over; without it Vapi makes a blind transfer. */
export const transferPlan = group(
  {
    displayName: 'Transfer Plan',
    name: 'transferPlan',
    path: 'destination.transferPlan',
    placeholder: 'Add Setting',
  },
  fields,
);
