import { TWILIO_EDGES } from '../../nodes/VapiSipTrunk/presets/twilioEdges';
import { VAPI_SIP } from '../../nodes/VapiSipTrunk/presets/vapiSip';
import { toLoopback, toPublic } from './loopbackNetworks';

const addresses = [
  ...Object.values(TWILIO_EDGES).flatMap(({ networks }) =>
    networks.map((network) => network.split('/')[0] ?? ''),
  ),
  ...Object.values(VAPI_SIP).flatMap(({ signalling }) => signalling),
];

describe('loopback networks', () => {
  it("stand for every edge of Twilio's and every address of Vapi's, each for one", () => {
    const loopback = addresses.map(toLoopback);
    expect(new Set(loopback).size).toBe(addresses.length);
    expect(loopback.every((address) => /^127\./.test(address) && !address.startsWith('127.0.0.'))).toBe(true);
    expect(loopback.map(toPublic)).toEqual(addresses);
  });

  it('keep neighbours apart', () => {
    expect(toPublic(toLoopback('54.172.60.4'))).toBe('54.172.60.4');
    expect(toLoopback('54.172.60.4')).not.toBe(toLoopback('54.172.60.0'));
  });

  it('leave other loopback addresses alone, and know no other public ones', () => {
    expect(toPublic('127.0.0.1')).toBe('127.0.0.1');
    expect(() => toLoopback('8.8.8.8')).toThrow('No loopback network stands for 8.8.8.8');
  });
});
