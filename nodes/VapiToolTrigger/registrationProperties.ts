import type { INodeProperties } from 'n8n-workflow';
import { fillerMessageProperties } from '../shared/fields/fillerMessages';
import {
  assistantIds,
  registerInVapi,
  registrationOptionsProperty,
  whenRegistering,
} from '../shared/registration/properties';

export const registrationProperties: INodeProperties[] = [
  registerInVapi,
  assistantIds,
  {
    displayName: 'Existing Tools',
    name: 'existingTools',
    type: 'options',
    options: [
      {
        name: 'Refuse',
        value: 'refuse',
        description: 'The workflow is not published, and the error names the tool',
      },
      {
        name: 'Take Over',
        value: 'takeOver',
        description: 'The tool is changed where it is, for all its assistants, and restored afterwards',
      },
    ],
    default: 'refuse',
    displayOptions: whenRegistering,
    description: 'What to do if Vapi has a tool of the same name that was not created here',
  },
  registrationOptionsProperty(fillerMessageProperties),
];
