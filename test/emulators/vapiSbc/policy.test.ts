import { decide } from './policy';

const credential = {
  id: '0b8a2f1e-6f0e-4c3e-9a59-0d6b5a3a7c11',
  provider: 'byo-sip-trunk',
  gateways: [
    { ip: 'acme.pstn.twilio.com', inboundEnabled: false },
    { ip: '54.172.60.0', netmask: 30, inboundEnabled: true, outboundEnabled: false },
    { ip: '203.0.113.10' },
    { ip: '203.0.113.20', inboundEnabled: false },
  ],
};
const other = {
  ...credential,
  id: '5c1d6d1a-52a4-4a0f-8a52-3f3cf7a4ab90',
  gateways: [{ ip: '198.51.100.7' }],
};
const host = `${credential.id}.sip.vapi.ai`;
const number = { id: 'n1', number: '+15550100100', credentialId: credential.id, assistantId: 'a1' };
const stored = { credentials: [other, credential], phoneNumbers: [number] };
const uri = `sip:+15550100100@${host}`;

describe("Vapi's decision on a call", () => {
  it.each([
    ['the first address of a network', uri, '54.172.60.0', 200],
    ['the last one', uri, '54.172.60.3', 200],
    ['the one behind it', uri, '54.172.60.4', 401],
    ['a gateway with nothing but an address', uri, '203.0.113.10', 200],
    ['its neighbour', uri, '203.0.113.11', 401],
    ['a gateway that is for calls out only', uri, '203.0.113.20', 401],
    ["another credential's gateway", uri, '198.51.100.7', 401],
    ["another credential's host", uri.replace(credential.id, other.id), '198.51.100.7', 404],
    ['a host in capitals', uri.toUpperCase().replace('SIP:', 'sip:'), '54.172.60.1', 200],
    ['the host over TLS', `${uri}:5061;transport=tls`, '54.172.60.1', 200],
    ['an escaped plus', uri.replace('+', '%2B'), '54.172.60.1', 200],
    ['a number without its plus', uri.replace('+', ''), '54.172.60.1', 404],
    ['another number', uri.replace('0100@', '0101@'), '54.172.60.1', 404],
    ['no number', `sip:${host}`, '54.172.60.1', 404],
    ["Vapi's bare host", 'sip:+15550100100@sip.vapi.ai', '54.172.60.1', 404],
    ["the other region's host", uri.replace('sip.vapi', 'sip.eu.vapi'), '54.172.60.1', 404],
    ['an unknown credential', uri.replace(credential.id, 'x'), '54.172.60.1', 404],
    ['a telephone address', 'tel:+15550100100', '54.172.60.1', 416],
  ])('%s', (_, target, source, status) => {
    expect(decide(target, source, stored)).toMatchObject({ status });
  });

  it('checks where a call comes from before it looks for the number', () => {
    expect(decide(uri.replace('+', ''), '192.0.2.1', stored).status).toBe(401);
  });

  it.each([
    [{ assistantId: undefined }, 480],
    [{ assistantId: '' }, 480],
    [{ assistantId: undefined, server: {} }, 480],
    [{ assistantId: undefined, squadId: 's1' }, 200],
    [{ assistantId: undefined, server: { url: 'https://n8n.test/x' } }, 200],
    [{ credentialId: other.id }, 404],
  ])('a number with %j: %i', (fields, status) => {
    const phoneNumbers = [{ ...number, ...fields }];
    const decision = decide(uri, '54.172.60.1', { ...stored, phoneNumbers });
    expect(decision.status).toBe(status);
    expect(decision.assumption).toBe(status === 480 ? true : undefined);
  });

  it('knows the EU by its host', () => {
    const eu = uri.replace('sip.vapi', 'sip.eu.vapi');
    expect(decide(eu, '54.172.60.1', stored, 'eu').status).toBe(200);
    expect(decide(uri, '54.172.60.1', stored, 'eu').status).toBe(404);
  });

  it('takes no other kind of credential, and none that is gone', () => {
    const credentials = [{ ...credential, provider: 'twilio' }];
    expect(decide(uri, '54.172.60.1', { ...stored, credentials }).status).toBe(404);
    expect(decide(uri, '54.172.60.1', { credentials: [], phoneNumbers: [] }).status).toBe(404);
  });
});
