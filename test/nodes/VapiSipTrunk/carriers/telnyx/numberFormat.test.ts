import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import type { Finding } from '../../../../../nodes/VapiSipTrunk/findings/finding';
import { makeLogin } from '../../../../../nodes/VapiSipTrunk/input/login';
import type { TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import { NUMBER, SECOND_NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec } from '../../../../support/telnyxStage';
import { connection, healthyWorld, numberInVapi } from './worlds';

const SECOND = { id: '11', phone_number: SECOND_NUMBER, status: 'active', connection_id: null };
/** A trunk with one number, stored with its plus, and another number in the account. */
const world = (others: Partial<TelnyxWorld> = {}): TelnyxWorld =>
  healthyWorld({ numbers: [...healthyWorld().numbers, SECOND], ...others });

const withPlus = (number: string): TrunkSpec['numbers'][number] => ({ e164: number, inVapi: number });
const withoutPlus = (number: string): TrunkSpec['numbers'][number] => ({
  ...{ e164: number, inVapi: number.slice(1) },
});
const FORMAT = 'SIP_TELNYX_NUMBER_FORMAT';
const told = (findings: readonly Finding[]): string[] =>
  findings.filter(({ code }) => code === FORMAT).map(({ message }) => message);

const provision = (numbers: TrunkSpec['numbers'], is = world()): string[] =>
  told(telnyx.planProvision(telnyxSpec({ numbers }), is, makeLogin).findings);
const add = (numbers: TrunkSpec['numbers'], is = world()): string[] =>
  told(telnyx.planUpdate(telnyxSpec({ numbers }), is, { kind: 'addNumbers' }, makeLogin).findings);
const inForm = (dnis: string | undefined): TelnyxWorld =>
  world({ connections: [connection({ inbound: { dnis_number_format: dnis } })] });

it('does not let a new number change the form of one that is there', () => {
  expect(provision([withoutPlus(SECOND_NUMBER)])).toEqual([expect.stringContaining(NUMBER)]);
  expect(provision([withPlus(SECOND_NUMBER)])).toEqual([]);
});

it('changes the form of all of them together', () => {
  expect(provision([withoutPlus(NUMBER), withoutPlus(SECOND_NUMBER)])).toEqual([]);
  expect(provision([withPlus(NUMBER), withoutPlus(SECOND_NUMBER)])).toEqual([
    expect.stringContaining(SECOND_NUMBER.slice(1)),
  ]);
});

it('does not add a number in another form than that of the connection', () => {
  expect(add([withoutPlus(SECOND_NUMBER)])).toEqual([expect.stringContaining(SECOND_NUMBER.slice(1))]);
  expect(add([withPlus(SECOND_NUMBER)])).toEqual([]);
  expect(add([withPlus(SECOND_NUMBER)], inForm('+E164'))).toEqual([]);
  expect(add([withPlus(SECOND_NUMBER)], inForm('e164'))).toHaveLength(1);
  expect(add([withPlus(SECOND_NUMBER)], inForm('national'))).toHaveLength(1);
  expect(add([withPlus(SECOND_NUMBER)], inForm(undefined))).toEqual([]);
});

it('counts only numbers of this trunk in Vapi', () => {
  const { vapi } = healthyWorld();
  const foreign = numberInVapi({ id: 'p2', number: '4930123456', credentialId: 'another' });
  const is = world({ vapi: { ...vapi, numbers: [...vapi.numbers, foreign] } });
  expect(provision([withPlus(SECOND_NUMBER)], is)).toEqual([]);
});

it('is told of by a check, for numbers that the check is not asked about', () => {
  const { vapi } = healthyWorld();
  const spoilt = numberInVapi({ id: 'p2', number: SECOND_NUMBER.slice(1) });
  const is = world({ vapi: { ...vapi, numbers: [...vapi.numbers, spoilt] } });
  expect(told(telnyx.check(telnyxSpec(), is))).toEqual([expect.stringContaining(SECOND_NUMBER.slice(1))]);
  expect(told(telnyx.check(telnyxSpec({ numbers: [withPlus(NUMBER)] }), world()))).toEqual([]);
});
