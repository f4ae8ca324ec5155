import { derivedDomain } from '../../../../nodes/VapiSipTrunk/input/domain';
import { toSpec, type Surroundings } from '../../../../nodes/VapiSipTrunk/input/toSpec';
import { TWILIO_EDGES } from '../../../../nodes/VapiSipTrunk/presets/twilioEdges';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const TWILIO: Surroundings = {
  carrier: 'twilio',
  purpose: 'provision',
  vapiRegion: 'us',
  accountSid: ACCOUNT,
};
const CUSTOM: Surroundings = { carrier: 'custom', purpose: 'provision', vapiRegion: 'eu', accountSid: '' };
const NUMBER = '+14155550123';
const LEAST = { name: 'Support', numbers: [NUMBER] };

describe('a spec', () => {
  it('of the least that Twilio needs has what is usual', () => {
    expect(toSpec(LEAST, TWILIO)).toEqual({
      spec: {
        ...{ name: 'Support', carrier: 'twilio', region: 'us', transport: 'udp', access: 'addresses' },
        ...{ numbers: [{ e164: NUMBER, inVapi: NUMBER }], answeredBy: {} },
        twilio: {
          domain: derivedDomain('Support', ACCOUNT),
          edges: Object.keys(TWILIO_EDGES),
          ...{ terminationEdge: '', secure: false, transferMode: 'disable-all' },
          ...{ moveFromOtherTrunk: false, adoptTrunk: false },
        },
      },
      problems: [],
    });
  });

  it('has everything that was filled in for Twilio', () => {
    const { spec, problems } = toSpec(
      {
        ...{
          name: ' Support ',
          numbers: `${NUMBER}, +14155550124`,
          numberFormat: 'withoutPlus',
          squadId: 's-1',
        },
        ...{ access: 'both', transport: 'tls', region: 'eu' },
        twilio: {
          ...{
            domain: 'Acme',
            edges: ['dublin', 'dublin', 'frankfurt'],
            terminationEdge: 'dublin',
            secure: true,
          },
          ...{ transferMode: 'sip-only', moveFromOtherTrunk: true, adoptTrunk: true },
        },
        buy: { wanted: true, country: 'us', areaCode: '415', contains: '55*', agreed: true },
      },
      { ...TWILIO, vapiRegion: 'custom' },
    );
    expect(problems).toEqual([]);
    expect(spec).toEqual({
      ...{ name: 'Support', carrier: 'twilio', region: 'eu', transport: 'tls', access: 'both' },
      numbers: [
        { e164: NUMBER, inVapi: '14155550123' },
        { e164: '+14155550124', inVapi: '14155550124' },
      ],
      answeredBy: { squadId: 's-1' },
      twilio: {
        ...{ domain: 'acme.pstn.twilio.com', edges: ['dublin', 'frankfurt'], terminationEdge: 'dublin' },
        ...{ secure: true, transferMode: 'sip-only', moveFromOtherTrunk: true, adoptTrunk: true },
        buy: { country: 'US', areaCode: '415', contains: '55*' },
      },
    });
  });

  it('of a carrier by hand takes what is not filled in from the presets', () => {
    const { spec, problems } = toSpec(LEAST, { ...CUSTOM, carrier: 'didww' });
    expect(problems).toEqual([]);
    expect(spec).toMatchObject({ region: 'eu', access: 'both' });
    expect(spec.manual).toMatchObject({
      outboundHost: 'nyc.us.out.didww.com',
      outboundPort: 5060,
      leadingPlus: false,
    });
    expect(spec.manual?.inboundNetworks).toContain('46.19.209.14');
    expect(spec.twilio).toBeUndefined();
  });

  it('has everything that was filled in for a carrier by hand', () => {
    const register = { domain: 'sip.example.com', username: 'u', realm: 'r' };
    const manual = {
      ...{
        outboundHost: 'sip.example.com',
        outboundPort: 5080,
        inboundNetworks: '203.0.113.10; 203.0.113.16/28',
      },
      ...{ leadingPlus: true, username: 'u', password: 'p', techPrefix: '12#', register },
    };
    const { spec, problems } = toSpec(
      { ...LEAST, server: { url: 'https://n8n.example.com/webhook/in' }, manual, transport: 'tcp' },
      CUSTOM,
    );
    expect(problems).toEqual([]);
    expect(spec.answeredBy).toEqual({ server: { url: 'https://n8n.example.com/webhook/in' } });
    expect(spec.manual).toEqual({
      ...{ outboundHost: 'sip.example.com', outboundPort: 5080 },
      inboundNetworks: ['203.0.113.10', '203.0.113.16/28'],
      ...{ leadingPlus: true, login: { username: 'u', password: 'p' }, techPrefix: '12#', register },
    });
  });

  it.each(['plivo', 'zadarma', 'custom', 'telnyx'] as const)(
    'of %s has access as is usual there',
    (carrier) => {
      const usual = { plivo: 'addresses', zadarma: 'login', custom: 'login', telnyx: 'login' };
      expect(toSpec(LEAST, { ...CUSTOM, carrier }).spec.access).toBe(usual[carrier]);
    },
  );

  it('of Telnyx says whether a number may be moved', () => {
    const body = { ...LEAST, telnyx: { moveFromOtherConnection: true } };
    const { spec } = toSpec(body, { ...CUSTOM, carrier: 'telnyx' });
    expect(spec.telnyx).toEqual({ moveFromOtherConnection: true });
  });
});

/** What is wrong, as it is filled in beside the least. */
const faults: Array<[string, object, Surroundings, RegExp]> = [
  ['a name that is too long', { name: 'x'.repeat(41) }, TWILIO, /Trunk Name has 41 characters, at most 40/],
  ['a name with a bracket', { name: '{vapi.credential}' }, TWILIO, /holds a curly bracket/],
  ['a number without country code', { numbers: '4155550123' }, TWILIO, /"4155550123" is not in E\.164/],
  ['no number', { numbers: '' }, TWILIO, /^Phone Numbers is missing$/],
  ['no number to add', { numbers: [] }, { ...TWILIO, purpose: 'addNumbers' }, /^Phone Numbers is missing$/],
  ['an unknown region', { region: 'ap' }, TWILIO, /SIP Region "ap" is unknown/],
  ['no region', {}, { ...TWILIO, vapiRegion: 'custom' }, /SIP Region is not known/],
  ['a malformed domain', { twilio: { domain: 'a_b' } }, TWILIO, /Termination Domain "a_b" cannot be one/],
  [
    'an unknown edge',
    { twilio: { edges: ['dublin', 'mars'] } },
    TWILIO,
    /Edge "mars" is unknown: choose among .*dublin/,
  ],
  [
    'an edge that every object has',
    { twilio: { edges: ['toString'] } },
    TWILIO,
    /Edge "toString" is unknown/,
  ],
  ['no edge at all', { twilio: { edges: [] } }, TWILIO, /No edge is chosen/],
  ['an unknown termination edge', { twilio: { terminationEdge: 'moon' } }, TWILIO, /Termination Edge "moon"/],
  [
    'security without TLS',
    { twilio: { secure: true } },
    TWILIO,
    /Secure Trunking needs the transport TLS, but it is UDP/,
  ],
  ['a purchase without a yes', { buy: { wanted: true, country: 'US' } }, TWILIO, /I Agree to Buy a Number/],
  [
    'a further purchase without a yes',
    { numbers: [], buy: { wanted: true, country: 'US' } },
    { ...TWILIO, purpose: 'addNumbers' },
    /I Agree to Buy a Number/,
  ],
  [
    'a purchase in no country',
    { buy: { wanted: true, country: 'USA', agreed: true } },
    TWILIO,
    /Country "USA"/,
  ],
  [
    'an area code of letters',
    { buy: { wanted: true, country: 'US', areaCode: '41a', agreed: true } },
    TWILIO,
    /Area Code "41a"/,
  ],
  [
    'a pattern with signs',
    { buy: { wanted: true, country: 'US', contains: '5?', agreed: true } },
    TWILIO,
    /Contains "5\?"/,
  ],
  [
    'a host name for incoming calls',
    { manual: { inboundNetworks: 'sip.example.com' } },
    CUSTOM,
    /"sip\.example\.com" is no IPv4 address/,
  ],
  ...[
    '10.0.0.1',
    '172.16.5.0/24',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '224.0.0.1',
    '0.0.0.0',
  ].map((address): (typeof faults)[number] => [
    `the private or reserved address ${address}`,
    { manual: { inboundNetworks: [address] } },
    CUSTOM,
    /is a private or reserved address/,
  ]),
  [
    'a network that is too wide',
    { manual: { inboundNetworks: '8.8.0.0/23' } },
    CUSTOM,
    /netmask other than 24 to 32/,
  ],
  [
    'a netmask beyond 32',
    { manual: { inboundNetworks: '8.8.8.8/33' } },
    CUSTOM,
    /netmask other than 24 to 32/,
  ],
  [
    'an address inside of its network',
    { manual: { inboundNetworks: '8.8.8.9/30' } },
    CUSTOM,
    /not the first address/,
  ],
  [
    'a private host',
    { manual: { outboundHost: '192.168.0.4' } },
    CUSTOM,
    /Outbound Host "192\.168\.0\.4" is a private/,
  ],
  [
    'a local host name',
    { manual: { outboundHost: 'pbx.local' } },
    CUSTOM,
    /"pbx\.local" is known in the local network only/,
  ],
  [
    'a SIP address as host',
    { manual: { outboundHost: 'sip:a@b.example' } },
    CUSTOM,
    /neither a host name nor an IPv4/,
  ],
  ['half a login', { manual: { username: 'u' } }, CUSTOM, /belong together/],
  [
    'a transport that is not offered',
    { transport: 'tls' },
    { ...CUSTOM, carrier: 'zadarma' },
    /Transport TLS is not known to be offered by Zadarma: choose UDP/,
  ],
  ['no networks to change to', {}, { ...CUSTOM, purpose: 'changeEdges' }, /Inbound Networks is missing/],
  [
    'a server in the local network',
    { server: { url: 'http://localhost:5678/x' } },
    TWILIO,
    /Server URL "http:\/\/localhost:5678\/x"/,
  ],
];

it.each(faults)('tells of %s', (_, body, surroundings, problem) => {
  const { problems } = toSpec({ ...LEAST, ...body }, surroundings);
  expect(problems).toEqual([expect.stringMatching(problem)]);
});

it('tells of everything at once', () => {
  const body = { name: 'x'.repeat(50), numbers: '1, +14155550123', twilio: { domain: '-', edges: ['mars'] } };
  expect(toSpec(body, { ...TWILIO, vapiRegion: 'custom' }).problems).toHaveLength(5);
});

it.each(['check', 'remove', 'changeEdges', 'rotateLogin'] as const)('needs no number to %s', (purpose) => {
  expect(toSpec({ name: 'Support' }, { ...TWILIO, purpose }).problems).toEqual([]);
});

it('lets a purchase be previewed without a yes, and needs no number then', () => {
  const body = { name: 'Support', buy: { wanted: true, country: 'US' } };
  const { spec, problems } = toSpec(body, { ...TWILIO, purpose: 'preview' });
  expect(problems).toEqual([]);
  expect(spec.twilio?.buy).toEqual({ country: 'US', areaCode: '', contains: '' });
});
