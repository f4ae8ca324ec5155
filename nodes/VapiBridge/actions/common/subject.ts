import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { pickedId } from '../../../shared/fields/picker';

/** Something of the bridge that an operation is about. */
export interface Subject {
  /** As in the editor: "Session". */
  label: string;
  /** Name of the field: `sessionId`. */
  field: string;
  /** Of the list, without a slash at the end: `/v1/sessions`. */
  path: string;
  /** Method of the picker: `searchSessions`. */
  search: string;
  description: string;
}

export const sessionSubject: Subject = {
  label: 'Session',
  field: 'sessionId',
  path: '/v1/sessions',
  search: 'searchSessions',
  description: 'A call on the bridge. Events of the bridge have its ID as sessionId.',
};

export const recordingSubject: Subject = {
  label: 'Recording',
  field: 'recordingId',
  path: '/v1/recordings',
  search: 'searchRecordings',
  description: 'A recording on the bridge. The event recording.ready has its ID as recordingId.',
};

/** The field that chooses one. */
export function subjectProperty({ label, field, search, description }: Subject): INodeProperties {
  return {
    displayName: label,
    name: field,
    type: 'resourceLocator',
    required: true,
    default: { mode: 'list', value: '' },
    description,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod: search, searchable: true },
      },
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
      },
    ],
  };
}

/** @throws NodeOperationError when nothing is chosen */
export function subjectId(context: IExecuteFunctions, itemIndex: number, { label, field }: Subject): string {
  return pickedId(context, field, itemIndex, label);
}

/** Its path, with the ID as one segment whatever it holds. */
export function pathOf(subject: Subject, id: string): string {
  return `${subject.path}/${encodeURIComponent(id)}`;
}
