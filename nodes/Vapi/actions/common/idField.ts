import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { pickedId, picker } from '../../../shared/fields/picker';

/** An object of Vapi that an operation is about. */
export interface Subject {
  /** As in the editor: "Squad". */
  label: string;
  /** Name of the field: `squadId`. */
  field: string;
  /** Of the list, without a slash at the end: `/squad`. */
  path: string;
  /** Method of the picker: `searchSquads`. */
  search: string;
}

/** The field that chooses one object. */
export function subjectProperty({ label, field, search }: Subject, description?: string): INodeProperties {
  return picker({ displayName: label, name: field, required: true, description }, search);
}

/**
 * Path of the chosen object, with the ID as one segment whatever it holds.
 *
 * @throws NodeOperationError when nothing is chosen
 */
export function subjectPath(context: IExecuteFunctions, itemIndex: number, subject: Subject): string {
  return `${subject.path}/${encodeURIComponent(subjectId(context, itemIndex, subject))}`;
}

/** The ID alone. */
export function subjectId(context: IExecuteFunctions, itemIndex: number, { label, field }: Subject): string {
  return pickedId(context, field, itemIndex, label);
}
