import { group, picks } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choice, flag, json, text } from '../../../../shared/form/fields';

/** Source: OpenAPI, ArtifactPlan. */
const PLAN = 'artifactPlan';

function plan(displayName: string, name: string, preset: boolean, description: string): Field {
  return flag({
    displayName,
    path: `${PLAN}.${name}`,
    default: preset,
    description: `Whether ${description}`,
  });
}

function path(displayName: string, name: string, what: string): Field {
  const example = 'e.g. calls/north';
  const description = `Folder for ${what} below the path of the storage credential in Vapi`;
  return text({ displayName, path: `${PLAN}.${name}`, placeholder: example, description });
}

/** What is kept of a call, and where. */
export const artifactsField = group(
  {
    displayName: 'Recording and Artifacts',
    name: 'artifacts',
    path: '',
    placeholder: 'Add Recording or Artifact Option',
  },
  [
    plan('Recording', 'recordingEnabled', true, 'calls are recorded'),
    choice({
      displayName: 'Recording Format',
      path: `${PLAN}.recordingFormat`,
      default: 'wav;l16',
      options: [
        { name: 'MP3', value: 'mp3' },
        { name: 'WAV', value: 'wav;l16' },
      ],
    }),
    plan('Video Recording', 'videoRecordingEnabled', true, 'the video of web calls is recorded'),
    plan('Packet Capture', 'pcapEnabled', true, 'the SIP packets of Vapi and SIP trunk numbers are kept'),
    plan('Logging', 'loggingEnabled', true, 'logs of the call are kept'),
    plan('Full Message History', 'fullMessageHistoryEnabled', true, 'all messages are kept over hand-offs'),
    plan('Transcript', 'transcriptPlan.enabled', true, 'the transcript is kept'),
    text({
      displayName: 'Transcript: Name of the Assistant',
      path: `${PLAN}.transcriptPlan.assistantName`,
      placeholder: 'e.g. Receptionist',
      description: 'In the transcript, instead of AI',
    }),
    text({
      displayName: 'Transcript: Name of the Caller',
      path: `${PLAN}.transcriptPlan.userName`,
      placeholder: 'e.g. Patient',
      description: 'In the transcript, instead of User',
    }),
    picks(
      {
        displayName: 'Custom Storage: Credentials',
        path: 'credentialIds',
        row: 'Credential',
        description:
          'Credentials in Vapi that calls of this assistant may use, storage and others. Left out, they may use all; set, only these.',
      },
      'searchVapiCredentials',
    ),
    plan(
      'Custom Storage: Recordings',
      'recordingUseCustomStorageEnabled',
      true,
      'recordings go to the storage of a credential in Vapi instead of Vapi’s own',
    ),
    path('Custom Storage: Recording Path', 'recordingPath', 'recordings'),
    plan(
      'Custom Storage: Packet Captures',
      'pcapUseCustomStorageEnabled',
      true,
      'packet captures go to the storage of a credential in Vapi',
    ),
    path('Custom Storage: Packet Capture Path', 'pcapS3PathPrefix', 'packet captures'),
    plan(
      'Custom Storage: Logs',
      'loggingUseCustomStorageEnabled',
      true,
      'logs go to the storage of a credential in Vapi',
    ),
    path('Custom Storage: Log Path', 'loggingPath', 'logs'),
    picks(
      {
        displayName: 'Structured Outputs',
        path: `${PLAN}.structuredOutputIds`,
        row: 'Structured Output',
        description: 'What is extracted from each call once it is over',
      },
      'searchStructuredOutputs',
    ),
    json({
      displayName: 'More Artifact Settings (JSON)',
      name: 'moreArtifacts',
      path: PLAN,
      placeholder: 'e.g. { "scorecardIds": ["…"] }',
      description: 'Other fields of artifactPlan as in the Vapi API',
    }),
  ],
);
