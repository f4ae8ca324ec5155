import type { INode } from 'n8n-workflow';
import { number, text } from '../../../../nodes/shared/form/fields';
import { section } from '../../../../nodes/shared/form/section';

const place = { node: { name: 'Vapi', type: 'vapi' } as INode, itemIndex: 0, timezone: 'UTC' };

const field = section({ displayName: 'Retries', path: 'backoffPlan' }, [
  text({ displayName: 'Type', path: 'type' }),
  number({ displayName: 'Retries', path: 'nested.maxRetries', default: 3 }),
]);

it.each<[string, unknown, unknown]>([
  ['was not added', {}, undefined],
  ['was added empty', { values: { type: '' } }, undefined],
  [
    'was filled in',
    { values: { type: 'fixed', maxRetries: 0 } },
    { type: 'fixed', nested: { maxRetries: 0 } },
  ],
  ['is something else', 'text', undefined],
])('reads a section that %s', (_, value, expected) => {
  expect(field.read(value, place)).toEqual(expected);
});

it('is one entry of the editor with its fields in order', () => {
  expect(field.property).toMatchObject({
    name: 'backoffPlan',
    type: 'fixedCollection',
    options: [{ name: 'values', values: [{ name: 'type' }, { name: 'maxRetries' }] }],
  });
});
