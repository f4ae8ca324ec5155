import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { readDeclaredTools, type DeclaredTool } from '../../../nodes/VapiToolTrigger/declaredTools';
import { describeWith } from '../../support/needs';
import { contractFile } from '../../support/repo';

const read = (tools: unknown): DeclaredTool[] =>
  readDeclaredTools({ getNodeParameter: (name, fallback) => (name === 'tools' ? tools : fallback) });

const everyType = [
  { name: 'date', type: 'date', description: ' the day ' },
  { name: 'starts_at', type: 'date-time' },
  { name: 'at', type: 'time', required: false },
  { name: 'service', type: 'string', choices: 'Check-up, Cleaning ,' },
  { name: 'days', type: 'array', choices: 'Monday, Tuesday' },
  { name: 'names', type: 'array' },
  { name: 'guests', type: 'integer' },
  { name: 'price', type: 'number' },
  { name: 'first_visit', type: 'boolean' },
  { name: 'address', type: 'object', required: false },
  { name: 'note', type: undefined, required: false },
];
const row = { name: 'book', description: ' Books. ', parameters: { parameter: everyType } };

describe('tools of the trigger', () => {
  it('become what Vapi takes for a function tool', () => {
    expect(read({ tool: [row] })).toEqual([
      {
        name: 'book',
        description: 'Books.',
        parameters: {
          type: 'object',
          properties: {
            date: { type: 'string', format: 'date', description: 'the day' },
            starts_at: { type: 'string', format: 'date-time' },
            at: { type: 'string', format: 'time' },
            service: { type: 'string', enum: ['Check-up', 'Cleaning'] },
            days: { type: 'array', items: { type: 'string', enum: ['Monday', 'Tuesday'] } },
            names: { type: 'array', items: { type: 'string' } },
            guests: { type: 'integer' },
            price: { type: 'number' },
            first_visit: { type: 'boolean' },
            address: { type: 'object', properties: {} },
            note: { type: 'string' },
          },
          required: ['date', 'starts_at', 'service', 'days', 'names', 'guests', 'price', 'first_visit'],
        },
      },
    ]);
  });

  it('may be a name only, and a row without one keeps its place', () => {
    const parameters = { type: 'object', properties: {} };
    expect(read({ tool: [{}, { name: ' check ', fallbackMessage: ' Sorry. ' }] })).toEqual([
      { name: '', description: '', parameters },
      { name: 'check', description: '', parameters, fallbackMessage: 'Sorry.' },
    ]);
  });

  it.each<[string, unknown, object]>([
    [
      'text',
      '{"properties": {"x": {"type": "string"}}, "required": ["x"]}',
      { properties: { x: { type: 'string' } }, required: ['x'] },
    ],
    ['an object', { type: 'object', properties: { x: {} } }, { properties: { x: {} } }],
    ['empty', '', { properties: {} }],
    ['broken', '{"properties": ', { properties: {} }],
    ['a list', '[]', { properties: {} }],
    ['of another type', '{"type": "string", "properties": 5}', { properties: {} }],
  ])('may be a JSON Schema that is %s', (_, schema, expected) => {
    const tool = { name: 'x', parametersAs: 'json', schema };
    expect(read({ tool: [tool] })[0]?.parameters).toEqual({ type: 'object', ...expected });
  });

  it.each([undefined, null, 'text', [], { tool: null }, { tool: 'x' }, { tool: [null, 5] }])(
    'are read from anything that an expression gives: %j',
    (tools) => {
      expect(() => read(tools)).not.toThrow();
    },
  );
});

const contract = contractFile('vapi-contract.json');

describeWith(contract !== undefined, 'shared/contract beside the checkout is missing', 'the contract', () => {
  it('knows everything that the fields make', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema(JSON.parse(readFileSync(contract ?? '', 'utf8')) as object, 'vapi-contract');
    const [{ name, description, parameters } = {}] = read({ tool: [row] });
    const validate = ajv.getSchema('vapi-contract#/definitions/OpenAIFunction');
    expect([validate?.({ name, description, parameters }), validate?.errors]).toEqual([true, null]);
    // Vapi refuses keys that its schema lacks, which a validator does not see.
    const known = [
      'type',
      'items',
      'properties',
      'description',
      'pattern',
      'format',
      'required',
      'enum',
      'title',
    ];
    const keys = Object.values(parameters?.properties as object).flatMap((schema) =>
      Object.keys(schema as object),
    );
    expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  });
});
