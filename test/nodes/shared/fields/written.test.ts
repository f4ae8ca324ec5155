import type { INode } from 'n8n-workflow';
import { checkAssistantId, checkNumber, isExpression } from '../../../../nodes/shared/fields/written';

const node = { name: 'Trigger' } as INode;

it.each([
  ['={{ $json.x }}', true],
  ['+1', false],
  [undefined, false],
  [{ value: '=' }, false],
])('%j is an expression: %j', (value, expected) => {
  expect(isExpression(value)).toBe(expected);
});

it.each(['', ' ', undefined, null, '+1 (415) 555-0123', '004930123456', '={{ 1 }}'])(
  'the number %j is fine',
  (value) => {
    expect(() => checkNumber(node, value)).not.toThrow();
  },
);

it.each(['030 123456', 'reception', '+1'])('%j is no number', (value) => {
  expect(() => checkNumber(node, value)).toThrow(`"${value}" is not in E.164`);
});

it.each(['', undefined, ' 5B0A4A08-133c-4146-9315-0984f8c6be80 ', '={{ 1 }}'])(
  'the ID %j is fine',
  (value) => {
    expect(() => checkAssistantId(node, value)).not.toThrow();
  },
);

it.each(['Front desk', '5b0a4a08', 'x5b0a4a08-133c-4146-9315-0984f8c6be80'])('%j is no ID', (value) => {
  expect(() => checkAssistantId(node, value)).toThrow(`"${value}" is no ID of an assistant`);
});
