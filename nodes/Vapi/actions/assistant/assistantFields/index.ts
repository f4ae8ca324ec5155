import type { Vapi } from '@vapi-ai/server-sdk';
import { text } from '../../../../shared/form/fields';
import { formFor, type Form } from '../../../../shared/form/form';
import { artifactsField } from './artifacts';
import { callEndField } from './callEnd';
import type { FormKind } from './formKind';
import { modelFields } from './model';
import { monitoringField } from './monitoring';
import { moreField } from './more';
import { serverField } from './server';
import { soundField } from './sound';
import { speakingField } from './speaking';
import { transcriberField } from './transcriber';
import { voiceField } from './voice';

/** All fields of an assistant. In an update an empty field leaves the stored one as it is. */
export function assistantForm(kind: FormKind): Form {
  return formFor<Vapi.CreateAssistantDto>([
    text({
      displayName: 'Name',
      path: 'name',
      maxLength: 40,
      placeholder: 'e.g. Receptionist',
      description: 'At most 40 characters. Squads and hand-offs refer to an assistant by its name.',
    }),
    text({
      displayName: 'First Message',
      path: 'firstMessage',
      rows: 2,
      placeholder: 'e.g. North Clinic, how can I help you?',
      description: 'What the assistant says first: a text, or the URL of an audio file',
    }),
    ...modelFields(kind),
    voiceField,
    transcriberField,
    speakingField,
    soundField,
    callEndField,
    artifactsField,
    serverField,
    monitoringField,
    moreField,
  ]);
}
