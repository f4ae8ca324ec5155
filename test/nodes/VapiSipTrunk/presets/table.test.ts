import { VAPI_SIP, VAPI_SIP_SOURCES } from '../../../../nodes/VapiSipTrunk/presets/vapiSip';
import { PRESETS } from '../../../../nodes/VapiSipTrunk/presets/table';
import { TELNYX_REGIONS } from '../../../../nodes/VapiSipTrunk/presets/telnyxRegions';
import { TWILIO_EDGES } from '../../../../nodes/VapiSipTrunk/presets/twilioEdges';
import { parseNetwork } from '../../../../nodes/VapiSipTrunk/presets/network';
import type { Source } from '../../../../nodes/VapiSipTrunk/presets/fact';
import { isDocumentationIpv4 } from '../../../../nodes/shared/ipv4';

const facts = Object.entries(PRESETS).flatMap(([carrier, { name: _, limits, ...rest }]) => [
  ...Object.entries(rest).map(([what, found]) => ({
    what: `${carrier}: ${what}`,
    found: found,
  })),
  ...limits.map((found, index) => ({ what: `${carrier}: limit ${index}`, found: found })),
]);

function expectDated(sources: readonly Source[]): void {
  for (const { link, read } of sources) {
    expect(new URL(link).protocol).toBe('https:');
    expect(read).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(Number.isNaN(Date.parse(read))).toBe(false);
  }
}

it('has every fact of every carrier', () => {
  expect(facts.length).toBeGreaterThanOrEqual(6 * 7);
});

it.each(facts)('$what has a link and a date', ({ found: { sources } }) => {
  expect(sources.length).toBeGreaterThan(0);
  expectDated(sources);
});

it('has a link and a date for the addresses of Vapi', () => {
  expect(VAPI_SIP_SOURCES.length).toBeGreaterThan(0);
  expectDated(VAPI_SIP_SOURCES);
});

describe('networks', () => {
  const networks = [
    ...Object.values(PRESETS).flatMap(({ inboundNetworks }) => inboundNetworks.value),
    ...Object.values(TWILIO_EDGES).flatMap((edge) => edge.networks),
    ...Object.values(TELNYX_REGIONS).flatMap(({ addresses }) => addresses.value),
    ...Object.values(VAPI_SIP).flatMap(({ signalling }) => signalling),
  ];
  it.each([...new Set(networks)])('%s is one that Vapi can let in', (text) => {
    const parsed = parseNetwork(text);
    expect(parsed).toHaveProperty('network');
    expect('network' in parsed && isDocumentationIpv4(parsed.network.ip)).toBe(false);
  });
});

describe('edges of Twilio', () => {
  const edges = Object.entries(TWILIO_EDGES).map(([id, edge]) => ({ id, ...edge }));

  it('are those with signalling of their own', () => {
    expect(edges.map(({ id, region }) => `${id} ${region}`).sort()).toEqual([
      ...['ashburn us1', 'dublin ie1', 'frankfurt de1', 'sao-paulo br1'],
      ...['singapore sg1', 'sydney au1', 'tokyo jp1', 'umatilla us2'],
    ]);
  });

  it.each(edges)('$id is confirmed by two sources at least, each dated', ({ sources, networks }) => {
    expect(new Set(sources.map(({ link }) => new URL(link).host)).size).toBeGreaterThanOrEqual(2);
    expectDated(sources);
    expect(networks).toEqual([expect.stringMatching(/\/30$/)]);
  });

  it('have no network in common', () => {
    const all = edges.flatMap(({ networks }) => networks);
    expect(new Set(all).size).toBe(all.length);
    expect(PRESETS.twilio.inboundNetworks.value).toEqual(all);
  });
});

it.each(Object.entries(TELNYX_REGIONS))(
  'addresses of Telnyx for %s are confirmed by two sources',
  (_, region) => {
    expect(region.addresses.sources.length).toBeGreaterThanOrEqual(2);
    expect(region.addresses.value).toHaveLength(2);
  },
);
