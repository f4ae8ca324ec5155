import fc from 'fast-check';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { checkArguments, type ArgumentProblem } from '../../../../nodes/shared/protocol/toolSchema';

const object = (properties: JsonObject, ...required: string[]): JsonObject => ({
  type: 'object',
  properties,
  required,
});
/** One argument `x` of the schema, required. */
const check = (schema: JsonObject, x: unknown): unknown => {
  const { values, problems } = checkArguments(object({ x: schema }, 'x'), { x });
  return problems[0]?.expected ?? values.x;
};
const problemsOf = (schema: JsonObject, given: JsonObject): ArgumentProblem[] =>
  checkArguments(schema, given).problems;

describe('types', () => {
  it.each<[string, unknown, unknown]>([
    ['string', 'Dana', 'Dana'],
    ['string', 5, '5'],
    // What was longer has been rounded before.
    ['string', 9007199254740991, '9007199254740991'],
    ['string', Number('49151123456789012'), 'text'],
    ['string', true, 'true'],
    ['string', {}, 'text'],
    ['number', 5.5, 5.5],
    ['number', ' -5.50 ', -5.5],
    ['number', 'five', 'a number'],
    ['number', '0x10', 'a number'],
    ['number', '1e5', 'a number'],
    ['number', true, 'a number'],
    // As a number it would end in other digits.
    ['number', '49151123456789012', 'a number'],
    ['integer', 5, 5],
    ['integer', '5', 5],
    ['integer', '5.0', 5],
    ['integer', 5.5, 'a whole number'],
    ['integer', '5.5', 'a whole number'],
    ['boolean', false, false],
    ['boolean', 'True', true],
    ['boolean', 'yes', 'true or false'],
    ['boolean', 1, 'true or false'],
    ['array', ['a'], ['a']],
    ['array', 'a', ['a']],
    ['array', '["a", 5]', ['a', 5]],
    ['array', '[broken', ['[broken']],
    ['array', {}, 'a list'],
    ['object', { a: 1 }, { a: 1 }],
    ['object', '{"a": 1}', { a: 1 }],
    ['object', '{a: 1}', 'an object'],
    ['object', ['a'], 'an object'],
    ['null', null, null],
    ['date', 'anything', 'anything'],
  ])('%s of %p: %p', (type, given, expected) => {
    expect(check({ type }, given)).toEqual(expected);
  });

  it('takes a list of types, and the first that fits', () => {
    const schema = { type: ['number', 'null'] };
    expect([check(schema, '5'), check(schema, null), check(schema, 'x')]).toEqual([
      5,
      null,
      'a number or null',
    ]);
  });

  it.each<[string, JsonObject, unknown]>([
    ['no type', {}, null],
    ['a reference', { $ref: '#/definitions/x' }, 5],
    ['alternatives', { anyOf: [{ type: 'string' }] }, 5],
    ['a pattern', { type: 'string', pattern: '^a' }, 'b'],
    ['limits', { type: 'number', minimum: 10 }, 5],
    ['an unknown format', { type: 'string', format: 'constructor' }, 'b'],
    ['a type that is none', { type: 5 }, 'b'],
  ])('lets pass what it does not know: %s', (_, schema, given) => {
    expect(check(schema, given)).toEqual(given);
  });
});

describe('choices', () => {
  const schema = { type: 'string', enum: ['Check-up', 'Cleaning'] };

  it.each([
    ['Cleaning', 'Cleaning'],
    [' check-UP', 'Check-up'],
    ['Filling', 'one of "Check-up", "Cleaning"'],
  ])('%p: %p', (given, expected) => {
    expect(check(schema, given)).toBe(expected);
  });

  it('are not guessed where two are alike', () => {
    expect(check({ enum: ['a', 'A'] }, 'a ')).toBe('one of "a", "A"');
    expect(check({ enum: ['a', 'A'] }, 'A')).toBe('A');
  });

  it('may be numbers, and long lists are cut', () => {
    expect(check({ type: 'integer', enum: [30, 60] }, '60')).toBe(60);
    const many = Array.from({ length: 31 }, (_, index) => `c${index}`);
    expect(check({ enum: many }, 'x')).toMatch(/"c29", …$/);
  });
});

describe('formats', () => {
  it.each<[string, string, string]>([
    ['date', '2026-08-24', '2026-08-24'],
    ['date', '2026-08-24T00:00:00Z', '2026-08-24'],
    ['date', '2026-08-24T10:00:00Z', 'a date as YYYY-MM-DD'],
    ['date', '2026-02-30', 'a date as YYYY-MM-DD'],
    ['date', 'Monday', 'a date as YYYY-MM-DD'],
    ['time', ' 14:30 ', '14:30'],
    ['time', '14:30:00', '14:30'],
    ['time', '14:30:15', '14:30:15'],
    ['time', '14:30:00.5', '14:30:00.5'],
    ['time', '24:00', 'a time as HH:MM, 24 hours'],
    ['time', '2 PM', 'a time as HH:MM, 24 hours'],
  ])('%s of %p: %p', (format, given, expected) => {
    expect(check({ type: 'string', format }, given)).toBe(expected);
  });

  it('are read by readers of the caller, too', () => {
    const schema = object({ x: { type: 'string', format: 'shout' } });
    const readers = { shout: (text: string) => ({ value: text.toUpperCase() }) };
    expect(checkArguments(schema, { x: 'hi' }, readers).values).toEqual({ x: 'HI' });
  });
});

describe('what is missing', () => {
  const schema = object(
    {
      date: { type: 'string', description: 'the day' },
      size: { type: 'integer' },
      notes: { type: 'string' },
    },
    'date',
    'size',
    'date',
  );

  it.each<[string, JsonObject]>([
    ['not there', {}],
    ['null', { date: null, size: null }],
    ['empty', { date: '', size: ' ' }],
  ])('is what is %s', (_, given) => {
    expect(problemsOf(schema, given)).toEqual([
      { path: 'date', description: 'the day', kind: 'missing', expected: 'text' },
      { path: 'size', kind: 'missing', expected: 'a whole number' },
    ]);
  });

  it('is left out where it may be missing, but an empty text may be meant', () => {
    const optional = object({
      notes: { type: 'string' },
      size: { type: 'integer' },
      when: { type: 'string', format: 'date' },
    });
    const given = { notes: '', size: '', when: '', other: null, more: '' };
    expect(checkArguments(optional, given)).toEqual({
      values: { notes: '', other: null, more: '' },
      problems: [],
    });
    expect(checkArguments(optional, { notes: null }).values).toEqual({});
  });

  it('is not what the schema allows to be null', () => {
    expect(problemsOf(object({ x: { type: ['string', 'null'] } }, 'x'), { x: null })).toEqual([]);
  });
});

describe('what is nested', () => {
  const schema = object(
    {
      guests: {
        type: 'array',
        items: object({ name: { type: 'string' }, age: { type: 'integer' } }, 'name'),
      },
      address: object({ zip: { type: 'string' } }, 'zip'),
    },
    'address',
  );

  it('is checked and converted with its path', () => {
    const given = {
      guests: [{ name: 'A', age: '5' }, { age: 'old' }, 'x'],
      address: { zip: 12345, city: 'B' },
    };
    const { values, problems } = checkArguments(schema, given);
    expect(values).toMatchObject({
      guests: [{ name: 'A', age: 5 }, {}, 'x'],
      address: { zip: '12345', city: 'B' },
    });
    expect(problems.map(({ path, kind }) => [path, kind])).toEqual([
      ['guests[1].name', 'missing'],
      ['guests[1].age', 'wrong'],
      ['guests[2]', 'wrong'],
    ]);
  });

  it('is followed as deep as the schema goes only', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(checkArguments(object({ x: { type: 'array' } }), { x: deep, y: deep }).problems).toEqual([]);
  });
});

it('keeps the order and everything that it does not know', () => {
  const given = { z: 1, a: { deep: [null] }, date: '2026-08-24' };
  const { values } = checkArguments(object({ date: { type: 'string' } }), given);
  expect(JSON.stringify(values)).toBe(JSON.stringify(given));
});

it('is not led astray by the names of inherited properties', () => {
  const given = JSON.parse(
    '{"__proto__": {"polluted": true}, "constructor": 5, "toString": null}',
  ) as JsonObject;
  const { values, problems } = checkArguments(object({}, 'hasOwnProperty'), given);
  expect(problems).toMatchObject([{ path: 'hasOwnProperty', kind: 'missing' }]);
  expect(JSON.stringify(values)).toBe('{"__proto__":{"polluted":true},"constructor":5,"toString":null}');
  expect(({} as JsonObject).polluted).toBeUndefined();
});

it('never throws, and finds nothing wrong with what it has converted, over any schema and value', () => {
  const leaf = fc.record(
    {
      type: fc.oneof(
        fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'other'),
        fc.constant(['number', 'null']),
        fc.jsonValue(),
      ),
      enum: fc.array(fc.jsonValue({ maxDepth: 0 }), { maxLength: 3 }),
      format: fc.constantFrom('date', 'time', 'date-time', 'email'),
      items: fc.record({ type: fc.constantFrom('string', 'integer') }),
    },
    { requiredKeys: [] },
  );
  const name = fc.constantFrom('a', 'b', '__proto__', 'constructor');
  const schema = fc.record(
    {
      type: fc.constant('object'),
      properties: fc.dictionary(name, leaf),
      required: fc.array(fc.oneof(name, fc.jsonValue())),
    },
    { requiredKeys: [] },
  );
  const given = fc.dictionary(
    name,
    fc.oneof(fc.jsonValue(), fc.constantFrom('5', 'true', '2026-08-24', '[1]', '')),
  );
  fc.assert(
    fc.property(schema, given, (tool, args) => {
      const { values, problems } = checkArguments(tool, args);
      if (problems.length > 0) return;
      expect(checkArguments(tool as JsonObject, values)).toEqual({ values, problems: [] });
    }),
    { numRuns: 1000 },
  );
});
