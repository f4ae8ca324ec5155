import type { INode } from 'n8n-workflow';
import { ids } from '../../../../nodes/shared/form/ids';

const place = { node: { name: 'Vapi', type: 'vapi' } as INode, itemIndex: 0, timezone: 'UTC' };

it.each<[string, unknown, unknown]>([
  ['one', ' a ', ['a']],
  ['several, with commas and line breaks', 'a, b\nc,,a', ['a', 'b', 'c']],
  ['a list', ['a', ' ', 'b', null, 'a'], ['a', 'b']],
  ['nothing', ' , ', undefined],
  ['what an expression did not find', undefined, undefined],
])('reads %s', (_, value, expected) => {
  expect(ids({ displayName: 'Call IDs', path: 'callIds' }).read(value, place)).toEqual(expected);
});
