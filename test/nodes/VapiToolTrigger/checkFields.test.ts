import type { INode } from 'n8n-workflow';
import { checkFields } from '../../../nodes/VapiToolTrigger/checkFields';

const check = (tool: unknown[], options: object = {}): void =>
  checkFields({
    getNode: () => ({ id: '1', name: 'Vapi Tool Trigger', type: 'vapiToolTrigger' }) as INode,
    getTimezone: () => 'UTC',
    getNodeParameter: (name, fallback) => ({ tools: { tool }, options })[name] ?? fallback,
  });

const withParameter = (name: string): object => ({ name: 'book', parameters: { parameter: [{ name }] } });
const withSchema = (schema: unknown): object => ({ name: 'book', parametersAs: 'json', schema });

it.each<[string, unknown[], object?]>([
  ['no tool', []],
  ['tools by name', [{ name: 'book_appointment-2' }, { name: 'check' }]],
  ['parameters', [withParameter('starts_at')]],
  ['a JSON Schema', [withSchema('{"properties": {"date": {"type": "string"}}}')]],
  ['an empty JSON Schema', [withSchema('')]],
  ['options', [], { businessTimeZone: 'Europe/Berlin', spokenLocale: 'de-DE' }],
])('lets pass %s', (_, tools, options = {}) => {
  expect(() => check(tools, options)).not.toThrow();
});

it.each<[string, unknown[], object?]>([
  ['"book it" is no name of a tool', [{ name: 'book it' }]],
  ['"" is no name of a tool', [{}]],
  [`"${'x'.repeat(65)}" is no name of a tool`, [{ name: 'x'.repeat(65) }]],
  ['The tool "book" is declared twice', [{ name: 'book' }, { name: ' book ' }]],
  [
    'The description of the tool "book" has 1,000 characters or more',
    [{ name: 'book', description: 'x'.repeat(1000) }],
  ],
  ['The JSON Schema of the tool "book" is no JSON object of type "object"', [withSchema('{"type": ')]],
  [
    'The JSON Schema of the tool "book" is no JSON object of type "object"',
    [withSchema('{"type": "string"}')],
  ],
  ['The JSON Schema of the tool "book" is no JSON object of type "object"', [withSchema({ properties: [] })]],
  [
    'The parameter "day of visit" of the tool "book" has a name that cannot be used',
    [withParameter('day of visit')],
  ],
  ['The parameter "caller" of the tool "book" has a name that cannot be used', [withParameter('caller')]],
  [
    'The parameter "constructor" of the tool "book" has a name that cannot be used',
    [withParameter('constructor')],
  ],
  ['"Berlin" is no time zone', [], { businessTimeZone: 'Berlin' }],
  ['"german!" is no language tag', [], { spokenLocale: 'german!' }],
  ['"deutsch" is no language tag', [], { spokenLocale: 'deutsch' }],
])('says: %s', (message, tools, options = {}) => {
  expect(() => check(tools, options)).toThrow(message);
});
