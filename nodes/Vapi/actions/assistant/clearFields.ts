import type { Vapi } from '@vapi-ai/server-sdk';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { isBlank } from '../../../shared/form/field';

/** Top-level fields of an assistant that can be taken away, and what they are called in the editor. */
const FIELDS: Readonly<Partial<Record<keyof Vapi.UpdateAssistantDto, string>>> = {
  analysisPlan: 'Analysis',
  artifactPlan: 'Recording and Artifacts',
  backgroundSound: 'Background Sound',
  backgroundSpeechDenoisingPlan: 'Denoising',
  clientMessages: 'Client Messages',
  compliancePlan: 'Compliance',
  credentialIds: 'Custom Storage: Credentials',
  credentials: 'Credentials of Its Own',
  endCallMessage: 'End Call Message',
  endCallPhrases: 'End Call Phrases',
  firstMessage: 'First Message',
  firstMessageMode: 'First Message Mode',
  hooks: 'Hooks',
  keypadInputPlan: 'Keypad Input',
  maxDurationSeconds: 'Max Duration',
  metadata: 'Metadata',
  model: 'Model',
  monitorPlan: 'Monitoring',
  name: 'Name',
  observabilityPlan: 'Observability',
  server: 'Server',
  serverMessages: 'Server Messages',
  startSpeakingPlan: 'Start Speaking',
  stopSpeakingPlan: 'Stop Speaking',
  transcriber: 'Transcriber',
  transportConfigurations: 'Transport Configurations',
  voice: 'Voice',
  voicemailDetection: 'Voicemail Detection',
  voicemailMessage: 'Voicemail Message',
};

export const clearFieldsProperty: INodeProperties = {
  displayName: 'Clear Fields',
  name: 'clearFields',
  type: 'multiOptions',
  default: [],
  options: Object.entries(FIELDS)
    .map(([value, name]) => ({ name, value }))
    .sort((a, b) => a.name.localeCompare(b.name)),
  description:
    'What to take away, so that Vapi’s default applies. Something that is filled in as well starts afresh instead of being merged with what is stored.',
};

/** Newer fields of Vapi can be given by an expression. */
const NAME = /^[A-Za-z]\w*$/;

export function readClearFields(context: IExecuteFunctions, itemIndex: number): string[] {
  const given = context.getNodeParameter('clearFields', itemIndex, []);
  const list: unknown[] = Array.isArray(given) ? given : [given];
  const fields = list.filter((field) => !isBlank(field));
  for (const field of fields)
    if (typeof field !== 'string' || !NAME.test(field.trim()))
      throw fail(
        context.getNode(),
        'INPUT_NO_CHOICE',
        `Clear Fields: ${textOf(field)} is no field`,
        itemIndex,
      );
  return fields.map(textOf);
}
