import { NodeOperationError, type INode, type INodePropertyOptions } from 'n8n-workflow';
import {
  defaultCountryFrom,
  defaultCountryProperty,
  phoneNumberFrom,
} from '../../../../nodes/shared/fields/phoneNumber';

const node: INode = { id: '1', name: 'Vapi', type: 'vapi', typeVersion: 1, position: [0, 0], parameters: {} };
const read = (given: unknown, country?: string): string =>
  phoneNumberFrom(node, given, { field: 'Customer Number', country, itemIndex: 2 });

function refusal(run: () => unknown): NodeOperationError {
  try {
    run();
  } catch (error) {
    if (error instanceof NodeOperationError) return error;
  }
  throw new Error('nothing was refused');
}

describe('the default country', () => {
  const [none, ...countries] = defaultCountryProperty.options as INodePropertyOptions[];

  it('is none at first; the list is in the order of the alphabet', () => {
    expect([defaultCountryProperty.default, none?.value]).toEqual(['', '']);
    expect(none?.name).toBe('(None: Numbers Must Have a Country Code)');
    const names = countries.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    expect(countries).toContainEqual({ name: 'Germany (+49)', value: 'DE' });
    expect(countries).toContainEqual({ name: 'United States (+1)', value: 'US' });
  });

  it.each<[unknown, string]>([
    ['', ''],
    [undefined, ''],
    [null, ''],
    ['DE', 'DE'],
    [' de ', 'DE'],
    ...countries.map(({ value }): [unknown, string] => [value, String(value)]),
  ])('reads %j', (given, expected) => {
    expect(defaultCountryFrom(node, given)).toBe(expected);
  });

  it.each(['UK', 'Germany', '49', 'toString', '{}'])('refuses %j', (given) => {
    const { message, description, context } = refusal(() => defaultCountryFrom(node, given, 3));
    expect(message).toBe(`"${given}" is no country whose numbers this node can read`);
    expect(description).toContain('such as US, DE or GB');
    expect(context.itemIndex).toBe(3);
  });
});

describe('a phone number', () => {
  it.each([
    ['+1 (415) 555-0123', undefined, '+14155550123'],
    ['0170 1234567', 'DE', '+491701234567'],
    // A number without quotes in a sheet.
    [4155550123, 'US', '+14155550123'],
  ])('%j with %s is %s', (given, country, expected) => {
    expect(read(given, country)).toBe(expected);
  });

  it.each([
    ['', 'DE', 'Customer Number is missing'],
    [undefined, '', 'Customer Number is missing'],
    ['0170 1234567', '', 'The phone number "0170 1234567" is not in E.164 format'],
    ['+49 0170 1234567', 'DE', 'The phone number "+49 0170 1234567" is not in E.164 format'],
    [1701234567, 'DE', '"1701234567" is no phone number as it is dialled in Germany'],
  ])('%j with %j is refused: %s', (given, country, message) => {
    const error = refusal(() => read(given, country));
    expect([error.message, error.context.itemIndex]).toEqual([message, 2]);
    expect(error.description).toMatch(/^(?:Write|Fill)/);
  });
});
