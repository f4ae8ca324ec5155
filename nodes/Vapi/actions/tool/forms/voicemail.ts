import type { Vapi } from '@vapi-ai/server-sdk';
import { mapped } from '../../../../shared/form/field';
import { flag, text } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

/** The first message of this tool is what it leaves behind. Source: Vapi docs, voicemail tool. */
const script: FieldOf<Vapi.CreateVoicemailToolDto> = mapped(
  text({
    displayName: 'Voicemail Message',
    name: 'voicemailMessage',
    path: 'messages',
    rows: 3,
    maxLength: 1000,
    placeholder: 'e.g. This is {{ company }}. Please call us back.',
    description:
      'What is spoken, or the URL of a .wav or .mp3 file; empty for the voicemail message of the assistant',
  }),
  (content) => [{ type: 'request-start', content }],
);

const more: ReadonlyArray<FieldOf<Vapi.CreateVoicemailToolDto>> = [
  flag({
    displayName: 'Beep Detection',
    name: 'beepDetectionEnabled',
    path: 'beepDetectionEnabled',
    default: true,
    description: 'Whether the beep is waited for, on calls through Twilio',
  }),
];

/** Source: OpenAPI CreateVoicemailToolDTO. */
export const voicemailTool: ToolForm = {
  type: 'voicemail',
  name: 'Voicemail',
  description: 'Leaves a message when the model finds that a machine has answered',
  messages: 'none',
  main: () => [script],
  more: [...more, ...optionalFunction],
};
