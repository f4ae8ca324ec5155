import type { INodeProperties } from 'n8n-workflow';
import { answeredByFields } from '../../shared/form/answeredBy';
import { onlyWhen, type Field } from '../../shared/form/field';
import { formFor, type Form } from '../../shared/form/form';
import type { Change } from '../carriers/carrier';
import { accessFields, loginFields, transportField } from './accessFields';
import { buyFields } from './buyFields';
import { MANUAL_CARRIERS } from './carrierProperty';
import { edgesField, gatewayFields, networksField } from './gatewayFields';
import { nameField } from './nameField';
import { numberFields } from './numberFields';
import { changeOptions, findOptions, trunkOptions } from './optionFields';

/** Vapi's own workflows are not among what a trunk's numbers are set up with. */
const answeredBy = answeredByFields([{ name: 'Nobody Yet', value: 'nobody' }], 'assistant', ['workflow']);

/** The same to compare with. Its value is that of nobody, who is what a number without a choice was provisioned with. */
const comparedWith = answeredByFields(
  [{ name: 'Anybody', value: 'nobody', description: 'Only whether somebody answers is looked at' }],
  'nobody',
  ['workflow'],
);

/** For Preview and Provision. */
export const wholeTrunk = formFor([
  nameField,
  ...numberFields,
  ...buyFields,
  ...answeredBy,
  ...accessFields,
  ...loginFields,
  ...gatewayFields,
  transportField,
  trunkOptions,
]);

/** For Check: what both sides are compared with. */
export const wantedTrunk = formFor([
  nameField,
  ...numberFields,
  ...comparedWith,
  ...accessFields,
  ...gatewayFields,
  transportField,
  trunkOptions,
]);

/** For Remove. */
export const foundTrunk = formFor([nameField, findOptions]);

/** What each change is about. */
const changed: Record<Change['kind'], Field[]> = {
  addNumbers: [...numberFields, ...buyFields, ...answeredBy, transportField, changeOptions.addNumbers],
  changeEdges: [
    ...onlyWhen({ carrier: ['twilio'] }, [edgesField]),
    ...onlyWhen({ carrier: MANUAL_CARRIERS }, [networksField]),
    changeOptions.changeEdges,
  ],
  rotateLogin: [...loginFields, changeOptions.rotateLogin],
};

/** For Update, by what is to be changed. */
export const changeForms: Record<Change['kind'], Form> = {
  addNumbers: formFor([nameField, ...changed.addNumbers]),
  changeEdges: formFor([nameField, ...changed.changeEdges]),
  rotateLogin: formFor([nameField, ...changed.rotateLogin]),
};

const ADD_NUMBERS = { name: 'Add Numbers', value: 'addNumbers' };
const ROTATE_LOGIN = {
  name: 'Rotate Login',
  value: 'rotateLogin',
  description: 'A new login is put into Vapi before the old one is taken away',
};

const whatToChange = (carriers: string[], more: INodeProperties['options'] = []): INodeProperties => ({
  displayName: 'What to Change',
  name: 'change',
  type: 'options',
  // Which fields there are depends on it.
  noDataExpression: true,
  displayOptions: { show: { carrier: carriers } },
  options: [ADD_NUMBERS, ...more, ROTATE_LOGIN],
  default: 'addNumbers',
});

/** The fields of Update, each shown for its change. */
export const changeProperties: INodeProperties[] = [
  nameField.property,
  whatToChange(['twilio'], [{ name: 'Change Edges', value: 'changeEdges' }]),
  whatToChange(MANUAL_CARRIERS, [{ name: 'Change Networks', value: 'changeEdges' }]),
  whatToChange(['telnyx']),
  ...Object.entries(changed).flatMap(([change, fields]) =>
    onlyWhen({ change: [change] }, fields).map(({ property }) => property),
  ),
];
