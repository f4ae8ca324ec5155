import type { INode } from 'n8n-workflow';
import type { FieldPlace } from '../../../../nodes/shared/form/field';
import { flag, text } from '../../../../nodes/shared/form/fields';
import { variantRows, variantSection, type Variant } from '../../../../nodes/shared/form/variants';

const node = { id: '1', name: 'N', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };
const place: FieldPlace = { node: node as INode, itemIndex: 0, timezone: 'UTC' };

const variants: readonly Variant[] = [
  {
    value: 'number',
    name: 'Phone Number',
    fields: [text({ displayName: 'Number', path: 'number', required: true })],
    finish: (object) => ({ ...object, checked: true }),
  },
  {
    value: 'door',
    name: 'Door',
    fields: [flag({ displayName: 'Open', path: 'state.open', default: false })],
  },
];

const rows = variantRows({ displayName: 'Targets', path: 'targets', row: 'Target' }, variants);
const required = variantRows(
  { displayName: 'Targets', path: 'targets', row: 'Target', required: true },
  variants,
);
const section = variantSection(
  { displayName: 'Target', path: 'target', row: 'Target', tag: 'kind' },
  variants,
);

it('reads each row by its kind, and nothing that another kind left behind', () => {
  const row = [
    { type: 'number', number: '1', open: true },
    { type: 'door', number: '1', open: true },
    { number: '2' },
  ];
  expect(rows.read({ row }, place)).toEqual([
    { type: 'number', number: '1', checked: true },
    { type: 'door', state: { open: true } },
    { type: 'number', number: '2', checked: true },
  ]);
});

it('reads one under another tag, once it was added', () => {
  expect(section.read({}, place)).toBeUndefined();
  expect(section.read({ row: { kind: 'door', open: false } }, place)).toEqual({
    kind: 'door',
    state: { open: false },
  });
});

it('leaves out what is empty, unless it is required', () => {
  expect(rows.read({}, place)).toBeUndefined();
  expect(() => required.read({}, place)).toThrow('Targets is missing');
});

it.each<[string, object, string]>([
  ['a kind that there is not', { type: 'window' }, 'Target: "window" is none of number, door'],
  ['a missing field', { type: 'number', number: ' ' }, 'Number is missing'],
])('refuses %s', (_, row, message) => {
  expect(() => rows.read({ row: [row] }, place)).toThrow(message);
});

it('shows the fields of the chosen kind', () => {
  const [{ values }] = rows.property.options as unknown as [
    { values: Array<{ name: string; displayOptions?: unknown }> },
  ];
  expect(values.map(({ name, displayOptions }) => [name, displayOptions])).toEqual([
    ['type', undefined],
    ['number', { show: { type: ['number'] } }],
    ['open', { show: { type: ['door'] } }],
  ]);
});
