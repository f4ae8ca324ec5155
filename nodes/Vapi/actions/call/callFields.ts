import type { INodeProperties } from 'n8n-workflow';
import { variablesProperties } from '../../../shared/fields/variables';
import { group } from '../../../shared/form/collections';
import type { Field } from '../../../shared/form/field';
import {
  customerFields,
  defaultCountryField,
  extraField,
  generalFields,
  metadataField,
  overridesFields,
} from './additionalFields';
import { routeProperties } from './callRoute';
import { whoTalksProperties } from './whoTalks';

/** The collection of fields that few calls need, some of which are read on their own. */
export function additionalCollection(fields: readonly Field[]): Field {
  return group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, fields);
}

/** What a call may have besides; {@link readCallBody} reads it. */
export const additionalFields: readonly Field[] = [
  ...overridesFields,
  ...customerFields,
  ...generalFields,
  metadataField,
  defaultCountryField,
  extraField,
];

/** All fields of a single outbound call but Simplify, in the order of the editor. */
export const callProperties: INodeProperties[] = [
  ...whoTalksProperties,
  ...routeProperties({ webSocket: true }),
  ...variablesProperties,
  additionalCollection(additionalFields).property,
];
