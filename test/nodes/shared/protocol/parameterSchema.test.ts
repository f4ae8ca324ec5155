import fc from 'fast-check';
import { parameterSchema, readSchema } from '../../../../nodes/shared/protocol/parameterSchema';

it('makes JSON Schema of rows', () => {
  expect(
    parameterSchema([
      { name: ' day ', type: 'date', description: 'the day' },
      { name: 'tags', type: 'array', choices: 'a, b,', required: false },
      { name: 'more', type: 'object', required: false },
      { name: '', type: 'string' },
    ]),
  ).toEqual({
    type: 'object',
    properties: {
      day: { type: 'string', format: 'date', description: 'the day' },
      tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      more: { type: 'object', properties: {} },
    },
    required: ['day'],
  });
});

it('takes whatever an expression gives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.constantFrom('name', 'type', 'choices'), fc.jsonValue())),
      (rows) => {
        expect(parameterSchema(rows)).toMatchObject({ type: 'object' });
      },
    ),
  );
});

it.each([
  ['{"a": 1}', { a: 1 }],
  [{ a: 1 }, { a: 1 }],
  ['', {}],
  [undefined, {}],
  ['[1]', undefined],
  ['{', undefined],
])('reads %j', (given, schema) => {
  expect(readSchema(given)).toEqual(schema);
});
