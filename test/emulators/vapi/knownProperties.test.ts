import { readFileSync } from 'node:fs';
import { describeWith } from '../../support/needs';
import { contractFile } from '../../support/repo';
import {
  ASSISTANT_PROPERTIES,
  CALL_PROPERTIES,
  CREDENTIAL_VARIANTS,
  OVERRIDE_PROPERTIES,
  PHONE_NUMBER_VARIANTS,
  TOOL_VARIANTS,
  type Variant,
} from './knownProperties';

interface Schema {
  properties?: Record<string, { const?: string }>;
  required?: string[];
  allOf?: Array<{ if: Schema; then: { $ref: string } }>;
  $ref?: string;
}

const path = contractFile('vapi-contract.json');

describeWith(path !== undefined, 'Vapi’s schemas', 'the tables of known properties', () => {
  const bundle = JSON.parse(path ? readFileSync(path, 'utf8') : '{}') as {
    definitions: Record<string, Schema>;
    'x-operations': Record<string, { body: Schema }>;
  };
  const definition = (ref: string) => bundle.definitions?.[ref.split('/').at(-1) ?? ''];

  it('hold every property of the schemas', () => {
    const names = (name: string) => Object.keys(definition(name)?.properties ?? {});
    expect(CALL_PROPERTIES).toEqual(expect.arrayContaining(names('CreateCallDTO')));
    expect(ASSISTANT_PROPERTIES).toEqual(expect.arrayContaining(names('CreateAssistantDTO')));
    expect(OVERRIDE_PROPERTIES).toEqual(expect.arrayContaining(names('AssistantOverrides')));
    expect(names('CreateCallDTO').length).toBeGreaterThan(0);
  });

  it.each<[string, string, Map<string, Variant>]>([
    ['POST /phone-number', 'provider', PHONE_NUMBER_VARIANTS],
    ['POST /tool', 'type', TOOL_VARIANTS],
    ['POST /credential', 'provider', CREDENTIAL_VARIANTS],
  ])('agree with the variants of %s', (operation, tag, table) => {
    const body = bundle['x-operations'][operation]?.body ?? {};
    const union = body.$ref ? definition(body.$ref) : body;
    const variants = new Map<string, Variant>();
    for (const branch of union?.allOf ?? []) {
      const value = branch.if.properties?.[tag]?.const;
      const schema = definition(branch.then.$ref ?? '');
      if (value === undefined || !schema) continue;
      const properties = [...new Set([tag, ...Object.keys(schema.properties ?? {})])].sort();
      const required = (schema.required ?? []).filter((name) => name !== tag).sort();
      variants.set(value, { properties, required });
    }
    const ours = [...table].map(([name, { properties, required }]) => [
      name,
      { properties: [...properties].sort(), required: [...required].sort() },
    ]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(variants));
  });
});
