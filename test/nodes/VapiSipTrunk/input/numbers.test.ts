import { readNumbers, type NumberFormat } from '../../../../nodes/VapiSipTrunk/input/numbers';
import type { CarrierId } from '../../../../nodes/VapiSipTrunk/presets/table';

it.each<[string, NumberFormat, CarrierId, string, string]>([
  ['+1 (415) 555-0123', 'carrier', 'twilio', '+14155550123', '+14155550123'],
  ['+14155550123', 'withoutPlus', 'twilio', '+14155550123', '14155550123'],
  ['+14155550123', 'carrier', 'plivo', '+14155550123', '14155550123'],
  ['+14155550123', 'withPlus', 'plivo', '+14155550123', '+14155550123'],
  ['+4930123456', 'asTyped', 'custom', '+4930123456', '+4930123456'],
  ['030 123456', 'asTyped', 'custom', '030123456', '030123456'],
  ['front1', 'asTyped', 'custom', 'front1', 'front1'],
])('reads "%s" as %s at %s', (typed, format, carrier, e164, inVapi) => {
  expect(readNumbers([typed], format, carrier)).toEqual({ numbers: [{ e164, inVapi }], problems: [] });
});

it.each<[string, NumberFormat]>([
  ['4155550123', 'carrier'],
  ['0301234567', 'withPlus'],
  ['+49 (0)30x', 'withoutPlus'],
  ['12', 'asTyped'],
  ['sip:a@b', 'asTyped'],
])('refuses "%s" as %s, and names it', (typed, format) => {
  const { numbers, problems } = readNumbers([typed], format, 'custom');
  expect(numbers).toEqual([]);
  expect(problems).toEqual([expect.stringContaining(`"${typed}"`)]);
});

it('takes a number once that was written twice', () => {
  const { numbers } = readNumbers(['+14155550123', '+1 415 555 0123', '+14155550124'], 'carrier', 'twilio');
  expect(numbers.map(({ e164 }) => e164)).toEqual(['+14155550123', '+14155550124']);
});
