import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import type { Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import { loginMaker, NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec } from '../../../../support/telnyxStage';
import { connection, credential, emptyWorld, fqdn, healthyWorld } from './worlds';

const plan = (world: TelnyxWorld, spec = telnyxSpec()): Plan =>
  telnyx.planProvision(spec, world, loginMaker());
const codes = ({ findings }: Plan): string[] => findings.map(({ code }) => code);
const call = ({ calls }: Plan, step: string): Plan['calls'][number] | undefined =>
  calls.find((one) => one.step === step);

it('makes everything, and sends the numbers last', () => {
  const made = plan(emptyWorld());
  expect(made.calls.map(({ step }) => step)).toEqual([
    ...['telnyx.profile', 'telnyx.connection', 'telnyx.login', 'vapi.credential'],
    ...[`vapi.number.${NUMBER}`, 'telnyx.fqdn', `telnyx.number.${NUMBER}`],
  ]);
  expect(call(made, 'telnyx.connection')?.body).toEqual({
    ...{ connection_name: 'Support line', active: true, transport_protocol: 'UDP' },
    inbound: { ani_number_format: '+E.164', dnis_number_format: '+e164', sip_region: 'US' },
    outbound: { outbound_voice_profile_id: '{telnyx.profile}' },
  });
  expect(call(made, 'telnyx.login')?.body).toEqual({
    fqdn_outbound_authentication: 'credential-authentication',
    ...{ user_name: 'line-1', password: 'Strong-enough-line-1' },
  });
  expect(call(made, 'telnyx.fqdn')?.body).toEqual({
    ...{ connection_id: '{telnyx.connection}', fqdn: '{vapi.credential}.sip.vapi.ai' },
    ...{ port: 5060, dns_record_type: 'a' },
  });
  expect(call(made, 'vapi.credential')?.body).toMatchObject({
    outboundLeadingPlusEnabled: true,
    outboundAuthenticationPlan: { authUsername: 'line-1', authPassword: 'Strong-enough-line-1' },
  });
  expect(made.login).toEqual({ username: 'line-1', password: 'Strong-enough-line-1' });
  expect(codes(made)).toEqual([]);
});

it('has nothing to do a second time', () => {
  const second = plan(healthyWorld());
  expect(second.calls).toEqual([]);
  expect(second.login).toBeUndefined();
  expect(second.existing.map(({ step }) => step)).toEqual([
    ...['telnyx.profile', 'telnyx.connection', 'vapi.credential'],
    ...[`vapi.number.${NUMBER}`, 'telnyx.fqdn', `telnyx.number.${NUMBER}`],
  ]);
});

describe('the connection', () => {
  it('is changed where it differs, and only there', () => {
    const off = connection({
      active: false,
      inbound: { ani_number_format: '+E.164', dnis_number_format: 'e164', sip_region: 'US' },
    });
    const { calls } = plan(healthyWorld({ connections: [off] }));
    expect(calls.map(({ step }) => step)).toEqual(['telnyx.connection.change']);
    expect(calls[0]?.body).toEqual({ active: true, inbound: { dnis_number_format: '+e164' } });
    expect(calls[0]?.undo?.body).toEqual({ active: false, inbound: { dnis_number_format: 'e164' } });
  });

  it('writes numbers as Vapi has stored them', () => {
    const spec = telnyxSpec({ numbers: [{ e164: NUMBER, inVapi: NUMBER.slice(1) }] });
    const body = call(plan(emptyWorld(), spec), 'telnyx.connection')?.body;
    expect(body).toMatchObject({ inbound: { dnis_number_format: 'e164' } });
  });

  it('keeps an outbound voice profile that somebody gave it', () => {
    const linked = connection({ outbound: { outbound_voice_profile_id: '999' } });
    const made = plan(healthyWorld({ connections: [linked], profiles: [] }));
    expect(made.calls).toEqual([]);
    expect(made.existing).toContainEqual(expect.objectContaining({ step: 'telnyx.profile', id: '999' }));
  });

  it('gets the profile of the name where it has none, switched on', () => {
    const profiles = [{ id: '5', name: 'Support line', enabled: false }];
    const made = plan(healthyWorld({ profiles, connections: [connection({ outbound: {} })] }));
    expect(made.calls.map(({ body }) => body)).toEqual([
      { name: 'Support line', enabled: true },
      { outbound: { outbound_voice_profile_id: '5' } },
    ]);
  });

  it('is the oldest of several', () => {
    expect(codes(plan(healthyWorld({ connections: [connection(), connection({ id: '7' })] })))).toEqual([
      'SIP_TELNYX_DOUBLED',
    ]);
  });
});

describe('the login', () => {
  const authentication = { user_name: 'other', fqdn_outbound_authentication: 'credential-authentication' };
  it.each([
    ['Vapi calls with another', { authentication }],
    ['Telnyx has none', { authentication: {} }],
    [
      'Telnyx goes by addresses',
      {
        authentication: {
          ...authentication,
          user_name: 'line-1',
          fqdn_outbound_authentication: 'ip-authentication',
        },
      },
    ],
    [
      'Vapi has none',
      {
        vapi: {
          ...healthyWorld().vapi,
          credentials: [credential({ outboundAuthenticationPlan: undefined })],
        },
      },
    ],
  ])('is made anew where %s', (_, others: Partial<TelnyxWorld>) => {
    const made = plan(healthyWorld(others));
    expect(made.calls.map(({ step }) => step)).toEqual(['telnyx.login', 'vapi.credential.login']);
    expect(made.calls[1]?.body).toMatchObject({
      outboundAuthenticationPlan: { authUsername: 'line-1', authPassword: 'Strong-enough-line-1' },
    });
  });

  it('stays where Vapi does not show whose it is', () => {
    const hidden = credential({ outboundAuthenticationPlan: {} });
    expect(plan(healthyWorld({ vapi: { ...healthyWorld().vapi, credentials: [hidden] } })).calls).toEqual([]);
  });
});

describe('where calls go', () => {
  it('is set right', () => {
    const { calls } = plan(healthyWorld({ fqdns: [fqdn({ port: 5080 })] }));
    expect(calls.map(({ body }) => body)).toEqual([{ port: 5060, dns_record_type: 'a' }]);
    expect(calls[0]?.undo?.body).toEqual({ port: 5080, dns_record_type: 'a' });
  });

  it('loses a host of a credential that is gone, after it has the new one', () => {
    const stale = fqdn({ id: '8', fqdn: 'gone.sip.vapi.ai' });
    expect(plan(healthyWorld({ fqdns: [stale] })).calls.map(({ action }) => action)).toEqual([
      'create',
      'delete',
    ]);
  });

  it("keeps somebody else's host, and says so", () => {
    const foreign = fqdn({ id: '8', fqdn: 'pbx.example.com' });
    const made = plan(healthyWorld({ fqdns: [fqdn(), foreign] }));
    expect(made.calls).toEqual([]);
    expect(codes(made)).toEqual(['SIP_TELNYX_FOREIGN_FQDN']);
  });
});

describe('a number', () => {
  const elsewhere = {
    id: '9',
    phone_number: NUMBER,
    status: 'active',
    connection_id: '77',
    connection_name: 'PBX',
  };
  it.each([
    ['the account has not', [], false, 'SIP_TELNYX_NUMBER_UNKNOWN', 'error'],
    ['is on another connection', [elsewhere], false, 'SIP_TELNYX_NUMBER_ELSEWHERE', 'error'],
    ['may be moved', [elsewhere], true, 'SIP_TELNYX_NUMBER_MOVES', 'warning'],
    [
      'is being ported',
      [{ ...elsewhere, connection_id: null, status: 'port-pending' }],
      false,
      'SIP_TELNYX_NUMBER_INACTIVE',
      'warning',
    ],
  ])('that %s is found', (_, numbers, moveFromOtherConnection, code, severity) => {
    const made = plan(emptyWorld({ numbers }), telnyxSpec({ telnyx: { moveFromOtherConnection } }));
    expect(made.findings).toEqual([expect.objectContaining({ code, severity })]);
  });

  it('goes back to where it was', () => {
    const spec = telnyxSpec({ telnyx: { moveFromOtherConnection: true } });
    const attach = call(plan(emptyWorld({ numbers: [elsewhere] }), spec), `telnyx.number.${NUMBER}`);
    expect(attach?.body).toEqual({ connection_id: '{telnyx.connection}' });
    expect(attach?.undo?.body).toEqual({ connection_id: '77' });
  });
});

it('asks for µ-law where the number is not a North American one', () => {
  const spec = telnyxSpec({ numbers: [{ e164: '+4930123456', inVapi: '+4930123456' }] });
  expect(plan(emptyWorld(), spec).manual.at(-1)?.values).toEqual({
    ...{ Connection: 'Support line', Codecs: 'G711U, G711A' },
  });
});
