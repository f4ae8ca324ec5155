import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import {
  planCredential,
  planCredentialRemoval,
  type TrunkInVapi,
} from '../../../../nodes/VapiSipTrunk/vapi/credentialSteps';
import { contractAvailable, contractErrors } from '../../../emulators/vapi/contract';
import { DOMAIN, trunkSpec } from '../carriers/twilio/specs';

const WANTED: TrunkInVapi = {
  gateways: [{ ip: DOMAIN, inboundEnabled: false, outboundEnabled: true }],
  leadingPlus: true,
};
const THERE = {
  id: 'c1',
  provider: 'byo-sip-trunk',
  name: 'Support',
  gateways: WANTED.gateways,
  outboundLeadingPlusEnabled: true,
};
const plan = (
  wanted: Partial<TrunkInVapi> = {},
  ...credentials: JsonObject[]
): ReturnType<typeof planCredential> =>
  planCredential(trunkSpec(), { credentials, numbers: [] }, { ...WANTED, ...wanted });

const login = { username: 'u', password: 'Secret-1-xyz' };
const register = { domain: 'example.com', username: 'u', realm: 'example.com' };

it('makes it with all that is wanted, found again by its name', () => {
  const { calls } = plan({ login, register, techPrefix: '77' });
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    ...{ step: 'vapi.credential', method: 'POST', path: '/credential', yields: 'id' },
    sought: { path: '/credential', match: { provider: 'byo-sip-trunk', name: 'Support' } },
    undo: { method: 'DELETE', path: '/credential/{vapi.credential}' },
  });
  expect(calls[0]?.body).toEqual({
    ...{ provider: 'byo-sip-trunk', name: 'Support', gateways: WANTED.gateways, techPrefix: '77' },
    outboundLeadingPlusEnabled: true,
    outboundAuthenticationPlan: {
      authUsername: 'u',
      authPassword: 'Secret-1-xyz',
      sipRegisterPlan: register,
    },
  });
});

it('sends nothing of a login where there is none', () => {
  expect(Object.keys(plan().calls[0]?.body ?? {}).sort()).toEqual([
    ...['gateways', 'name', 'outboundLeadingPlusEnabled', 'provider'],
  ]);
});

if (contractAvailable())
  it.each<[string, Partial<TrunkInVapi>]>([
    ['least', {}],
    ['most', { login, register, techPrefix: '77' }],
  ])('sends the %s that the contract takes', (_, wanted) => {
    expect(contractErrors('POST /credential', plan(wanted).calls[0]?.body ?? {})).toEqual([]);
  });

it('leaves one alone that fits, whatever else it has', () => {
  const { calls, existing } = plan(
    {},
    { ...THERE, outboundAuthenticationPlan: { authUsername: 'u' }, techPrefix: '9' },
  );
  expect(calls).toEqual([]);
  expect(existing).toEqual([
    { step: 'vapi.credential', title: 'SIP trunk credential "Support" in Vapi', id: 'c1' },
  ]);
});

it('changes only what differs, and can put it back', () => {
  const { calls } = plan({ leadingPlus: false, techPrefix: '77' }, { ...THERE, techPrefix: '9' });
  expect(calls[0]).toMatchObject({
    ...{ step: 'vapi.credential.change', method: 'PATCH', path: '/credential/c1' },
    undo: { method: 'PATCH', path: '/credential/c1' },
  });
  expect(calls[0]?.body).toEqual({
    provider: 'byo-sip-trunk',
    outboundLeadingPlusEnabled: false,
    techPrefix: '77',
  });
  expect(calls[0]?.undo?.body).toEqual({
    ...{ provider: 'byo-sip-trunk', outboundLeadingPlusEnabled: true, techPrefix: '9' },
  });
});

it('puts gateways back with what Vapi took for granted', () => {
  const { calls } = plan(
    { gateways: [{ ip: '203.0.113.8', inboundEnabled: true, outboundEnabled: false }] },
    THERE,
  );
  expect(calls[0]?.undo?.body).toEqual({
    provider: 'byo-sip-trunk',
    gateways: [
      {
        ...{ ip: DOMAIN, port: 5060, netmask: 32, inboundEnabled: false, outboundEnabled: true },
        ...{ outboundProtocol: 'udp', optionsPingEnabled: false },
      },
    ],
  });
});

it('gives a new login in a step of its own, which alone cannot be taken back', () => {
  const { calls } = plan({ login, register, leadingPlus: false }, THERE);
  expect(calls.map(({ step }) => step)).toEqual(['vapi.credential.change', 'vapi.credential.login']);
  expect(calls[0]?.undo?.body).toEqual({ provider: 'byo-sip-trunk', outboundLeadingPlusEnabled: true });
  expect(calls[1]?.body).toEqual({
    provider: 'byo-sip-trunk',
    outboundAuthenticationPlan: {
      authUsername: 'u',
      authPassword: 'Secret-1-xyz',
      sipRegisterPlan: register,
    },
  });
  expect(calls[1]?.undo).toBeUndefined();
  expect(calls[1]?.stays).toContain('new login');
});

it('uses the oldest of several, and names the others', () => {
  const { existing, findings } = plan({}, THERE, { ...THERE, id: 'c2' }, { ...THERE, id: 'c3' });
  expect(existing[0]?.id).toBe('c1');
  expect(findings.map(({ severity, message }) => [severity, message.slice(-6)])).toEqual([
    ['warning', 'c2, c3'],
  ]);
});

const removal = (credentials: JsonObject[], numbers: JsonObject[] = []): ReturnType<typeof plan> =>
  planCredentialRemoval(trunkSpec(), { credentials, numbers });

it('takes the credential away, and what another run left of the same', () => {
  const { calls, findings } = removal([THERE, { ...THERE, id: 'c2' }], [{ id: 'p1', credentialId: 'c1' }]);
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /credential/c1',
    'DELETE /credential/c2',
  ]);
  expect(new Set(calls.map(({ step }) => step)).size).toBe(2);
  expect(findings).toEqual([]);
});

it.each<[string, JsonObject, JsonObject[]]>([
  ['other gateways', { gateways: [{ ip: '198.51.100.7' }] }, []],
  ['numbers of its own', {}, [{ id: 'p2', credentialId: 'c2', number: '+4930123456' }]],
])('leaves another one of the name with %s', (_, change, numbers) => {
  const { calls, findings } = removal([THERE, { ...THERE, id: 'c2', ...change }], numbers);
  expect(calls.map(({ path }) => path)).toEqual(['/credential/c1']);
  expect(findings.map(({ code, message }) => [code, message.slice(-2)])).toEqual([
    ['SIP_CREDENTIAL_DOUBLED', 'c2'],
  ]);
});

it('takes nothing away where there is none', () => {
  expect(removal([]).calls).toEqual([]);
});

describe('a registration', () => {
  const other = { domain: 'old.example.com', username: 'u', realm: 'example.com' };
  const withPlan = (plan: JsonObject): JsonObject => ({ ...THERE, outboundAuthenticationPlan: plan });

  it('stays when the login is changed and none is given', () => {
    const { calls } = plan({ login }, withPlan({ authUsername: 'old', sipRegisterPlan: register }));
    expect(calls.map(({ body }) => body?.outboundAuthenticationPlan)).toEqual([
      { authUsername: 'u', authPassword: 'Secret-1-xyz', sipRegisterPlan: register },
    ]);
  });

  it('that is new goes before the one of before', () => {
    const { calls } = plan({ login, register }, withPlan({ authUsername: 'u', sipRegisterPlan: other }));
    expect(calls[0]?.body?.outboundAuthenticationPlan).toMatchObject({ sipRegisterPlan: register });
  });

  it('is sent alone where Vapi has neither, and can be taken back', () => {
    const { calls, findings } = plan({ register }, THERE);
    expect(findings).toEqual([]);
    expect(calls.map(({ step }) => step)).toEqual(['vapi.credential.change']);
    expect(calls[0]?.body).toEqual({
      provider: 'byo-sip-trunk',
      outboundAuthenticationPlan: { sipRegisterPlan: register },
    });
    expect(calls[0]?.undo?.body).toEqual({ provider: 'byo-sip-trunk', outboundAuthenticationPlan: null });
  });

  it.each<[string, JsonObject]>([
    ['another one', { authUsername: 'u', sipRegisterPlan: other }],
    ['none', { authUsername: 'u' }],
  ])('is not sent without the password of the login that is there: %s', (_, now) => {
    const { calls, findings } = plan({ register }, withPlan(now));
    expect(calls).toEqual([]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning SIP_REGISTRATION_DIFFERS',
    ]);
    expect(findings[0]?.message).toContain('domain "example.com"');
  });

  it('that is the same needs nothing', () => {
    const there = withPlan({ authUsername: 'u', sipRegisterPlan: { ...register, more: 'of Vapi' } });
    expect(plan({ register }, there)).toMatchObject({ calls: [], findings: [] });
  });
});

describe("another trunk's credential of the same name", () => {
  const FOREIGN = { ...THERE, gateways: [{ ip: 'sip.telnyx.com', inboundEnabled: false }] };

  it.each<[string, Partial<TrunkInVapi>]>([
    ['gateways', { login: undefined }],
    ['login', { gateways: FOREIGN.gateways as unknown as TrunkInVapi['gateways'], login }],
  ])('is not changed: %s', (_, wanted) => {
    const { calls, findings } = plan(wanted, FOREIGN);
    expect(calls).toEqual([]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error SIP_CREDENTIAL_OTHER_TRUNK',
    ]);
  });

  it('is not taken away', () => {
    const { findings } = removal([FOREIGN]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error SIP_CREDENTIAL_OTHER_TRUNK',
    ]);
  });
});
