import type { INodeProperties } from 'n8n-workflow';
import { subjectProperty } from '../common/idField';
import { callSubject } from './callSubject';
import { CALL_LOGS, RECORDINGS } from './recordingFile';

export const DEFAULT_MEGABYTES = 200;

const outputField: INodeProperties = {
  displayName: 'Put Output File in Field',
  name: 'binaryPropertyName',
  type: 'string',
  required: true,
  default: 'data',
  hint: 'The name of the output binary field to put the file in',
};

/** The fields of Download Recording. */
export const recordingProperties: INodeProperties[] = [
  subjectProperty(callSubject),
  {
    displayName: 'Recording',
    name: 'recording',
    type: 'options',
    options: Object.entries(RECORDINGS).map(([value, { name, description }]) => ({
      name,
      value,
      description,
    })),
    default: 'mono-recording',
  },
  {
    displayName: 'Output',
    name: 'logOutput',
    type: 'options',
    options: [
      { name: 'File', value: 'file', description: 'JSON Lines, packed as Vapi keeps them' },
      { name: 'Items', value: 'items', description: 'One item for each line' },
    ],
    default: 'items',
    displayOptions: { show: { recording: [CALL_LOGS] } },
  },
  {
    ...outputField,
    displayOptions: { show: { recording: Object.keys(RECORDINGS).filter((key) => key !== CALL_LOGS) } },
  },
  { ...outputField, displayOptions: { show: { recording: [CALL_LOGS], logOutput: ['file'] } } },
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add Field',
    default: {},
    options: [
      {
        displayName: 'Maximum Size (MB)',
        name: 'maxMegabytes',
        type: 'number',
        typeOptions: { minValue: 1 },
        default: DEFAULT_MEGABYTES,
        description: 'A larger file is an error instead of filling the disk or memory of n8n',
      },
    ],
  },
];
