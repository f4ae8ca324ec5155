import { manual } from '../../../../../nodes/VapiSipTrunk/carriers/manual/manual';
import type { Plan } from '../../../../../nodes/VapiSipTrunk/plan/plan';
import { fillIn } from '../../../../../nodes/VapiSipTrunk/plan/references';
import type { CarrierId } from '../../../../../nodes/VapiSipTrunk/presets/table';
import type { ManualSpec, TrunkSpec } from '../../../../../nodes/VapiSipTrunk/spec';
import type { VapiWorld } from '../../../../../nodes/VapiSipTrunk/vapi/vapiWorld';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { ASSISTANT_ID, loginMaker, NUMBER, SECOND_NUMBER } from '../../../../support/sipTrunk/fixtures';

const ID = 'c0ffee00-0000-4000-8000-000000000001';
const EMPTY: VapiWorld = { credentials: [], numbers: [] };

function spec(carrier: CarrierId, own: Partial<ManualSpec> = {}, others: Partial<TrunkSpec> = {}): TrunkSpec {
  return {
    ...{ name: 'Front desk', carrier, region: 'us', transport: 'udp', access: 'addresses' },
    numbers: [{ e164: NUMBER, inVapi: NUMBER }],
    answeredBy: { assistantId: ASSISTANT_ID },
    manual: { outboundHost: '', outboundPort: 5060, inboundNetworks: [], leadingPlus: false, ...own },
    ...others,
  };
}

const provision = (wanted: TrunkSpec, world = EMPTY): Plan =>
  manual.planProvision(wanted, world, loginMaker());
const codes = ({ findings }: Pick<Plan, 'findings'>): string[] => findings.map(({ code }) => code);
const credentialOf = ({ calls }: Plan): JsonObject =>
  Object.assign(
    {},
    ...calls.filter(({ path }) => path.startsWith('/credential')).map(({ body }) => body),
  ) as JsonObject;
/** Everything to type in, once Vapi's credential has its ID. */
const typedIn = ({ manual: steps }: Plan): Record<string, string> =>
  Object.assign(
    {},
    ...fillIn(steps, new Map([['vapi.credential', ID]])).map(({ values }) => values),
  ) as Record<string, string>;

/** Vapi after a plan was carried out: with what the plan sent. */
function after(plan: Plan): VapiWorld {
  return {
    credentials: [{ id: ID, ...credentialOf(plan), ...shown(credentialOf(plan)) }],
    numbers: plan.calls
      .filter(({ path }) => path === '/phone-number')
      .map(({ body }, index) => ({ id: `p${index}`, ...body, credentialId: ID })),
  };
}

/** Vapi shows no password. */
function shown({ outboundAuthenticationPlan: login }: JsonObject): JsonObject {
  if (login === undefined) return {};
  const { authPassword: _, ...rest } = login as JsonObject;
  return { outboundAuthenticationPlan: rest };
}

const OWN_LOGIN = { username: '123456', password: 'OfTheCarrier1' };
const READY: Array<[CarrierId, TrunkSpec]> = [
  ['plivo', spec('plivo', { outboundHost: '127.zt.plivo.com', inboundNetworks: ['203.0.113.0/28'] })],
  ['zadarma', spec('zadarma', { inboundNetworks: ['203.0.113.0/28'], login: OWN_LOGIN, leadingPlus: true })],
  ['didww', spec('didww', { login: OWN_LOGIN }, { access: 'both' })],
  [
    'custom',
    spec(
      'custom',
      { outboundHost: 'sip.example.com', inboundNetworks: ['203.0.113.7'] },
      { access: 'login' },
    ),
  ],
];

describe.each(READY)('%s', (_, wanted) => {
  it('has nothing against it', () => {
    expect(codes(provision(wanted))).toEqual([]);
  });

  it('makes one credential with gateways for one direction each, and the numbers', () => {
    const plan = provision(wanted);
    expect(plan.calls.map(({ step }) => step)).toEqual([
      ...['vapi.credential', `vapi.number.${NUMBER}`],
      ...(plan.login === undefined ? [] : ['vapi.credential.login']),
    ]);
    const gateways = credentialOf(plan).gateways as JsonObject[];
    expect(gateways.length).toBeGreaterThanOrEqual(2);
    for (const { inboundEnabled, outboundEnabled } of gateways) expect(inboundEnabled).toBe(!outboundEnabled);
  });

  it('changes nothing the second time, and makes up no other login', () => {
    const second = provision(wanted, after(provision(wanted)));
    expect(second.calls).toEqual([]);
    expect(second.login).toBeUndefined();
  });

  it('says what to type in, all of it filled in', () => {
    const texts = JSON.stringify(typedIn(provision(wanted)));
    expect(texts).toContain(`${ID}.sip.vapi.ai`);
    expect(texts).not.toContain('{vapi.');
    expect(JSON.stringify(typedIn(provision({ ...wanted, region: 'eu' })))).toContain(`${ID}.sip.eu.vapi.ai`);
  });

  it('takes the numbers away before the credential, and tells a person the rest', () => {
    const world = after(provision(wanted));
    const options = { releaseNumbers: false, alsoForeignNumbers: false };
    const removal = manual.planRemoval({ ...wanted, numbers: [] }, world, options);
    expect(removal.calls.map(({ path }) => path)).toEqual(['/phone-number/p0', `/credential/${ID}`]);
    expect(JSON.stringify(removal.manual)).toContain(NUMBER);
    expect(manual.planRemoval(wanted, EMPTY, options)).toEqual({
      ...{ calls: [], existing: [], findings: [], manual: [] },
    });
  });

  it('finds nothing wrong afterwards but that it cannot see the carrier', () => {
    expect(
      manual.check(wanted, after(provision(wanted))).map(({ code, severity }) => `${severity} ${code}`),
    ).toEqual(['info SIP_CARRIER_BY_HAND']);
  });
});

describe('exact values', () => {
  it('of Plivo: its form has the host without a number', () => {
    expect(typedIn(provision(READY[0]![1]))).toMatchObject({
      ...{
        URI: `${ID}.sip.vapi.ai;transport=udp`,
        'IP Address List': '44.229.228.186/32, 44.238.177.138/32',
      },
      ...{ Application: 'Zentrunk', Zentrunk: 'Front desk' },
    });
  });

  it('of Plivo by login: one is made up and shown once', () => {
    const plan = provision({ ...READY[0]![1], access: 'login' });
    expect(plan.login).toEqual({ username: 'line-1', password: 'Strong-enough-line-1' });
    expect(typedIn(plan)).toMatchObject({ Username: 'line-1', Password: 'Strong-enough-line-1' });
    expect(typedIn(plan)).not.toHaveProperty('IP Address List');
    expect(credentialOf(plan)).toMatchObject({
      outboundAuthenticationPlan: { authUsername: 'line-1', authPassword: 'Strong-enough-line-1' },
    });
  });

  it('of Zadarma: an address for each number, without sip:', () => {
    const numbers = [NUMBER, SECOND_NUMBER].map((e164) => ({ e164, inVapi: e164.slice(1) }));
    const { manual: steps } = provision({ ...READY[1]![1], numbers });
    expect(steps.map(({ values }) => values['External server (SIP URI)'])).toEqual([
      ...[
        `${NUMBER.slice(1)}@{vapi.credential}.sip.vapi.ai`,
        `${SECOND_NUMBER.slice(1)}@{vapi.credential}.sip.vapi.ai`,
      ],
    ]);
  });

  it('of DIDWW: the number itself, or the placeholder where there are more', () => {
    const one = READY[2]![1];
    const numbers = [NUMBER, SECOND_NUMBER].map((e164) => ({ e164, inVapi: e164 }));
    expect(typedIn(provision(one))).toMatchObject({
      ...{ 'User part of R-URI': NUMBER, Host: `${ID}.sip.vapi.ai`, Port: '5060' },
      ...{ 'Auth User': '123456', 'Auth Password': 'OfTheCarrier1' },
    });
    expect(typedIn(provision(one))['Allowed SIP IP addresses']).toBe(
      '44.229.228.186, 44.238.177.138, 46.19.209.14, 46.19.210.14, 46.19.212.14, 46.19.213.14, 46.19.214.14, 46.19.215.14, 185.238.173.14',
    );
    expect(typedIn(provision({ ...one, numbers }))['User part of R-URI']).toBe('+{DID}');
    const plain = numbers.map(({ e164 }) => ({ e164, inVapi: e164.slice(1) }));
    expect(typedIn(provision({ ...one, numbers: plain }))['User part of R-URI']).toBe('{DID}');
  });

  it('of any other: address, login and firewall', () => {
    expect(typedIn(provision({ ...READY[3]![1], region: 'eu', transport: 'tls' }))).toMatchObject({
      ...{ 'SIP address': `sip:${NUMBER}@${ID}.sip.eu.vapi.ai:5061;transport=tls`, 'User name': 'line-1' },
      ...{ 'SIP signalling from and to': '63.182.83.170', 'SIP port': '5061 (TLS)' },
      ...{ 'Audio (RTP) from and to': '63.182.83.170', 'Audio ports': '40000-60000 (UDP)' },
    });
  });
});

describe('presets fill in what is not filled in', () => {
  it('DIDWW: its host and all of its addresses', () => {
    const ips = (credentialOf(provision(spec('didww', { login: OWN_LOGIN }))).gateways as JsonObject[]).map(
      ({ ip }) => ip,
    );
    expect(ips).toEqual([
      ...['nyc.us.out.didww.com', '46.19.209.14', '46.19.210.14', '46.19.212.14', '46.19.213.14'],
      ...['46.19.214.14', '46.19.215.14', '185.238.173.14'],
    ]);
  });

  it.each<[string, TrunkSpec, string[]]>([
    ['neither host nor networks', spec('custom'), ['error SIP_CARRIER_GATEWAYS_UNKNOWN']],
    ['no networks', spec('zadarma', { login: OWN_LOGIN }), ['warning SIP_NETWORKS_UNKNOWN']],
    ['no host', spec('plivo', { inboundNetworks: ['203.0.113.7'] }), ['warning SIP_OUTBOUND_HOST_UNKNOWN']],
    [
      'no login of the carrier',
      spec('zadarma', { inboundNetworks: ['203.0.113.7'] }),
      ['warning SIP_LOGIN_MISSING'],
    ],
    [
      'a wide and a private network',
      spec('custom', { outboundHost: 'sip.example.com', inboundNetworks: ['8.8.0.0/16', '10.0.0.1'] }),
      ['error SIP_NETWORK_REFUSED', 'error SIP_NETWORK_REFUSED'],
    ],
  ])('%s is said', (_, wanted, expected) => {
    const found = provision(wanted).findings.filter(({ code }) => code !== 'SIP_NUMBER_UNANSWERED');
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  });
});

describe('a login', () => {
  const wanted = READY[1]![1];
  it('with another user name goes to Vapi', () => {
    const changed = {
      ...wanted,
      manual: { ...wanted.manual!, login: { username: '999', password: 'Another1' } },
    };
    expect(credentialOf(provision(changed, after(provision(wanted))))).toMatchObject({
      outboundAuthenticationPlan: { authUsername: '999', authPassword: 'Another1' },
    });
  });

  it('is never made up where the carrier gives it out', () => {
    const plan = provision(spec('didww', {}, { access: 'both' }));
    expect(plan.login).toBeUndefined();
    expect(credentialOf(plan)).not.toHaveProperty('outboundAuthenticationPlan');
  });

  it('that was made up earlier is not shown again, and the way to another one is', () => {
    const custom = READY[3]![1];
    const second = provision(custom, after(provision(custom)));
    expect(typedIn(second).Password).toContain('Rotate Login');
  });

  describe('that is made up', () => {
    const custom = {
      ...READY[3]![1],
      numbers: [NUMBER, SECOND_NUMBER].map((e164) => ({ e164, inVapi: e164 })),
    };
    const whole = provision(custom);

    it('gets into Vapi with the last request, together with a registration', () => {
      const register = { domain: 'example.com', username: 'u', realm: 'r' };
      const { calls } = provision({ ...custom, manual: { ...custom.manual!, register } });
      expect(calls[0]?.body).not.toHaveProperty('outboundAuthenticationPlan');
      expect(calls.at(-1)).toMatchObject({
        ...{ method: 'PATCH', path: '/credential/{vapi.credential}' },
        body: { outboundAuthenticationPlan: { authUsername: 'line-1', sipRegisterPlan: register } },
      });
    });

    it.each([1, 2, 3])('is another one where a run ended after %d requests', (sent) => {
      const second = provision(custom, after({ ...whole, calls: whole.calls.slice(0, sent) }));
      expect(second.login).toEqual({ username: 'line-1', password: 'Strong-enough-line-1' });
      expect(second.calls.at(-1)?.step).toBe('vapi.credential.login');
      expect(second.calls).toHaveLength(whole.calls.length - sent);
    });

    it('stays once it is in Vapi, also where numbers come on top', () => {
      const second = provision(custom, { ...after(whole), numbers: [] });
      expect(second.login).toBeUndefined();
      expect(second.calls.map(({ step }) => step)).toEqual([
        ...[`vapi.number.${NUMBER}`, `vapi.number.${SECOND_NUMBER}`],
      ]);
    });
  });

  const again = (own: Partial<ManualSpec>): Plan =>
    provision({ ...wanted, manual: { ...wanted.manual!, ...own } }, after(provision(wanted)));

  it('with a password that may be another one is kept, and the way to send it is said', () => {
    const plan = again({ login: { ...OWN_LOGIN, password: 'Another1' } });
    expect(plan.calls).toEqual([]);
    expect(plan.findings.map(({ severity, code, fix }) => [severity, code, fix])).toEqual([
      ['info', 'SIP_LOGIN_KEPT', expect.stringContaining('Rotate Login')],
    ]);
  });

  it('goes to Vapi again with a registration that is new', () => {
    const register = { domain: 'zadarma.com', username: '123456', realm: 'zadarma.com' };
    expect(again({ register }).calls.map(({ body }) => body)).toEqual([
      {
        provider: 'byo-sip-trunk',
        outboundAuthenticationPlan: {
          ...{ authUsername: '123456', authPassword: 'OfTheCarrier1', sipRegisterPlan: register },
        },
      },
    ]);
    expect(codes(again({ register, login: undefined }))).toEqual(['SIP_REGISTRATION_DIFFERS']);
    const check = manual.check(
      { ...wanted, manual: { ...wanted.manual!, register } },
      after(provision(wanted)),
    );
    expect(codes({ findings: check })).toEqual(['SIP_REGISTRATION_DIFFERS', 'SIP_CARRIER_BY_HAND']);
  });
});

describe('update', () => {
  const custom = READY[3]![1];
  const world = after(provision(custom));
  const update = (wanted: TrunkSpec, kind: 'addNumbers' | 'changeEdges' | 'rotateLogin', now = world): Plan =>
    manual.planUpdate(wanted, now, { kind }, loginMaker('new'));

  it.each(['addNumbers', 'changeEdges', 'rotateLogin'] as const)('%s needs a trunk that is there', (kind) => {
    expect(update(custom, kind, EMPTY)).toMatchObject({
      ...{ calls: [], findings: [{ code: 'SIP_CREDENTIAL_MISSING' }] },
    });
  });

  it('adds a number, with the steps for it alone', () => {
    const plan = update(
      { ...custom, numbers: [{ e164: SECOND_NUMBER, inVapi: SECOND_NUMBER }] },
      'addNumbers',
    );
    expect(plan.calls.map(({ step }) => step)).toEqual([`vapi.number.${SECOND_NUMBER}`]);
    expect(plan.existing).toContainEqual(expect.objectContaining({ step: 'vapi.credential', id: ID }));
    expect(plan.manual.map(({ values }) => values)).toEqual([
      { 'SIP address': `sip:${SECOND_NUMBER}@{vapi.credential}.sip.vapi.ai` },
    ]);
  });

  it('changes networks, and neither login nor where calls go', () => {
    const manualSpec = { ...custom.manual!, inboundNetworks: ['203.0.113.99'], outboundHost: '' };
    const { calls } = update({ ...custom, manual: manualSpec }, 'changeEdges');
    expect(calls).toHaveLength(1);
    expect(Object.keys(calls[0]?.body ?? {}).sort()).toEqual(['gateways', 'provider']);
    expect((calls[0]?.body?.gateways as JsonObject[]).map(({ ip }) => ip)).toEqual([
      ...['sip.example.com', '203.0.113.99'],
    ]);
  });

  it('changes networks of a trunk with TLS, and not its ports: this form has no transport', () => {
    const withTls: TrunkSpec = {
      ...{ ...custom, transport: 'tls' },
      manual: { ...custom.manual!, outboundPort: 5061 },
    };
    const now = after(provision(withTls));
    const networks = { ...custom.manual!, inboundNetworks: ['203.0.113.99'] };
    const gatewaysFrom = (credentials: JsonObject[]) =>
      update({ ...custom, manual: networks }, 'changeEdges', { ...now, credentials }).calls[0]?.body
        ?.gateways;
    const wanted = [
      expect.objectContaining({ ip: 'sip.example.com', port: 5061, outboundProtocol: 'tls' }),
      expect.objectContaining({ ip: '203.0.113.99', port: 5061 }),
    ];
    expect(gatewaysFrom(now.credentials)).toEqual(wanted);
    const [credential = {}] = now.credentials;
    const [out] = credential.gateways as JsonObject[];
    expect(gatewaysFrom([{ ...credential, gateways: [out] }])).toEqual(wanted);
  });

  it('lets nothing in any more from a gateway of before, but keeps calling out by it', () => {
    const both = { ip: '203.0.113.5', inboundEnabled: true, outboundEnabled: true };
    const now = { ...world, credentials: [{ ...world.credentials[0], gateways: [both] }] };
    const { calls } = update(custom, 'changeEdges', now);
    expect(calls[0]?.body?.gateways).toEqual([
      expect.objectContaining({ ip: '203.0.113.5', inboundEnabled: false, outboundEnabled: true }),
      expect.objectContaining({ ip: '203.0.113.7', inboundEnabled: true, outboundEnabled: false }),
    ]);
  });

  it('rotates a login that is made here, and says it once', () => {
    const plan = update(custom, 'rotateLogin');
    expect(plan.login).toEqual({ username: 'new-1', password: 'Strong-enough-new-1' });
    expect(plan.calls.map(({ body }) => body)).toEqual([
      {
        provider: 'byo-sip-trunk',
        outboundAuthenticationPlan: { authUsername: 'new-1', authPassword: 'Strong-enough-new-1' },
      },
    ]);
    expect(typedIn(plan)).toMatchObject({ 'User name': 'new-1', Password: 'Strong-enough-new-1' });
  });

  it('rotates a login of the carrier only when it is filled in', () => {
    const without = spec('zadarma');
    expect(codes(update(without, 'rotateLogin'))).toEqual(['SIP_LOGIN_NOT_GIVEN']);
    const given = update(READY[1]![1], 'rotateLogin');
    expect(given.calls[0]?.body).toMatchObject({
      outboundAuthenticationPlan: { authUsername: '123456', authPassword: 'OfTheCarrier1' },
    });
    expect(given.login).toBeUndefined();
  });
});

describe("another trunk's credential of the same name", () => {
  const options = { releaseNumbers: false, alsoForeignNumbers: false };
  const at = (...hosts: string[]): VapiWorld => ({
    credentials: [
      {
        ...{ id: ID, provider: 'byo-sip-trunk', name: 'Front desk' },
        gateways: hosts.map((ip) => ({ ip, inboundEnabled: false, outboundEnabled: true })),
      },
    ],
    numbers: [],
  });
  const zadarma = READY[1]![1];
  const custom = READY[3]![1];

  it.each<[string, TrunkSpec, string]>([
    ['of another carrier', zadarma, 'acme.pstn.twilio.com'],
    ['with nothing in common', custom, 'pbx.example.net'],
    ['of another carrier, for any one', custom, 'sip.telnyx.com'],
  ])('is not taken over by Provision: %s', (_, wanted, host) => {
    const errors = provision(wanted, at(host)).findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, message }) => [code, message.includes(host)])).toEqual([
      ['SIP_CREDENTIAL_OTHER_TRUNK', true],
    ]);
  });

  it('is not taken away, and not changed', () => {
    const world = at('acme.pstn.twilio.com');
    expect(codes(manual.planRemoval(zadarma, world, options))).toEqual(['SIP_CREDENTIAL_OTHER_TRUNK']);
    for (const kind of ['addNumbers', 'changeEdges', 'rotateLogin'] as const)
      expect(manual.planUpdate(zadarma, world, { kind }, loginMaker())).toMatchObject({
        ...{ calls: [], findings: [{ code: 'SIP_CREDENTIAL_OTHER_TRUNK', severity: 'error' }] },
      });
  });

  it.each<[string, TrunkSpec, VapiWorld]>([
    ['another host of the same networks', custom, at('sip2.example.com', '203.0.113.7')],
    ['no gateway yet', custom, at()],
    ['another host of the same carrier', zadarma, at('pbx.zadarma.com', '203.0.113.0')],
  ])('may be ours: %s', (_, wanted, world) => {
    expect(provision(wanted, world).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('check', () => {
  const wanted = READY[3]![1];
  const [credential = {}] = after(provision(wanted)).credentials;
  const [out, inward] = credential.gateways as JsonObject[];
  it.each([
    ['a network that is not let in', [out], 'SIP_NETWORK_NOT_LET_IN'],
    ['a narrower one', [out, { ...inward, netmask: 31, ip: '203.0.113.6' }], 'SIP_NETWORK_NOT_LET_IN'],
    ['no way out', [inward], 'SIP_OUTBOUND_GATEWAY_MISSING'],
  ])('finds %s', (_, gateways, code) => {
    const world = { ...after(provision(wanted)), credentials: [{ ...credential, gateways }] };
    const findings = manual.check(wanted, world);
    expect(findings.map((one) => one.code)).toEqual([code, 'SIP_CARRIER_BY_HAND']);
    // A check has no steps of its own.
    expect(findings.at(-1)?.fix).toMatch(/Run Preview .*`manualSteps`/);
  });
});
