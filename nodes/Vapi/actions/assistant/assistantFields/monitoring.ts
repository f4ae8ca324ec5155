import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, json, number, pick, text } from '../../../../shared/form/fields';

function whether(displayName: string, path: string, preset: boolean, description: string): Field {
  return flag({ displayName, path, default: preset, description: `Whether ${description}` });
}

/** Source: OpenAPI, CompliancePlan and the RecordingConsentPlans. */
const CONSENT = 'compliancePlan.recordingConsentPlan';
const FILTER = 'compliancePlan.securityFilterPlan';

const consent: Field[] = [
  choice({
    displayName: 'Recording Consent',
    name: 'consentType',
    path: `${CONSENT}.type`,
    default: 'stay-on-line',
    description: 'How the caller agrees to be recorded before the assistant takes over. Needs a message.',
    options: [
      { name: 'By Saying So', value: 'verbal' },
      { name: 'By Staying on the Line', value: 'stay-on-line' },
    ],
  }),
  text({
    displayName: 'Recording Consent: Message',
    name: 'consentMessage',
    path: `${CONSENT}.message`,
    maxLength: 1000,
    rows: 2,
    placeholder: 'e.g. This call is recorded. Please hang up if you do not agree.',
    displayOptions: { show: { consentType: ['stay-on-line', 'verbal'] } },
  }),
  number({
    displayName: 'Recording Consent: Wait',
    name: 'consentWait',
    path: `${CONSENT}.waitSeconds`,
    default: 3,
    min: 1,
    max: 6,
    description: 'Seconds that the caller has to hang up',
    displayOptions: { show: { consentType: ['stay-on-line'] } },
  }),
  pick(
    {
      displayName: 'Recording Consent: Tool if Declined',
      name: 'declineToolId',
      path: `${CONSENT}.declineToolId`,
      description: 'Such as a tool that ends or transfers the call',
      displayOptions: { show: { consentType: ['verbal'] } },
    },
    'searchTools',
  ),
];

const securityFilter: Field[] = [
  whether('Security Filter', `${FILTER}.enabled`, true, 'attacks in what the caller says are filtered out'),
  choice({
    displayName: 'Security Filter: Mode',
    path: `${FILTER}.mode`,
    default: 'sanitize',
    options: [
      { name: 'Reject the Whole Text', value: 'reject' },
      { name: 'Remove What Is Suspicious', value: 'sanitize' },
      { name: 'Replace What Is Suspicious', value: 'replace' },
    ],
  }),
  text({
    displayName: 'Security Filter: Replacement',
    path: `${FILTER}.replacementText`,
    placeholder: 'e.g. [FILTERED]',
  }),
  json({
    displayName: 'Security Filter: Filters (JSON)',
    path: `${FILTER}.filters`,
    kind: 'array',
    placeholder: 'e.g. [{ "type": "sql-injection" }]',
    description: 'Only these filters run. Left out, all of them do.',
  }),
];

/** Live listening and control, and what the law asks for. */
export const monitoringField = group(
  {
    displayName: 'Monitoring and Compliance',
    name: 'monitoring',
    path: '',
    placeholder: 'Add Monitoring or Compliance Option',
  },
  [
    whether('Live Listening', 'monitorPlan.listenEnabled', true, 'running calls can be listened to'),
    whether(
      'Live Listening Needs a Key',
      'monitorPlan.listenAuthenticationEnabled',
      true,
      'listening needs the public key of the organisation',
    ),
    whether(
      'Live Control',
      'monitorPlan.controlEnabled',
      true,
      'Live Call operations can steer running calls',
    ),
    whether(
      'Live Control Needs a Key',
      'monitorPlan.controlAuthenticationEnabled',
      true,
      'live control needs the public key of the organisation, to be entered in the Vapi API credential',
    ),
    json({
      displayName: 'Monitors (JSON)',
      name: 'monitorIds',
      path: 'monitorPlan.monitorIds',
      kind: 'array',
      description: 'List of IDs of monitors that are attached to the assistant',
    }),
    whether(
      'HIPAA',
      'compliancePlan.hipaaEnabled',
      true,
      'only HIPAA-compliant providers and storage are used. Needs it in the plan of the organisation.',
    ),
    whether(
      'PCI',
      'compliancePlan.pciEnabled',
      true,
      'only PCI-compliant providers are used and neither logs nor transcripts are kept. Needs it in the plan of the organisation.',
    ),
    ...consent,
    ...securityFilter,
  ],
);
