import { isTrustedSocketUrl } from '../../../bridge/src/vapi/address';

const API = 'https://api.vapi.ai';
const LOCAL = 'http://127.0.0.1:4010';

describe('isTrustedSocketUrl', () => {
  it.each([
    ['wss://api.vapi.ai/c-1/transport', API],
    ['wss://phone-call-websocket.aws-us-west-2-backend-production2.vapi.ai/c-1/transport', API],
    ['wss://vapi.ai/x', API],
    ['ws://127.0.0.1:4010/c-1/transport', LOCAL],
    ['wss://api.vapi.ai/c-1/transport', LOCAL],
    ['wss://proxy.test/vapi/c-1', 'https://proxy.test/vapi'],
  ])('trusts %s of %s', (url, base) => {
    expect(isTrustedSocketUrl(url, base)).toBe(true);
  });

  it.each([
    ['ws://api.vapi.ai/c-1/transport', API],
    ['wss://api.vapi.ai.attacker.test/c-1', API],
    ['wss://notvapi.ai/c-1', API],
    ['wss://api.vapi.ai:8443/c-1', API],
    ['wss://user:pw@api.vapi.ai/c-1', API],
    ['https://api.vapi.ai/c-1', API],
    ['wss://api.vapi.ai@attacker.test/', API],
    ['ws://127.0.0.1:4011/c-1', LOCAL],
    ['wss://127.0.0.1:4010/c-1', LOCAL],
    ['ws://localhost:4010/c-1', LOCAL],
    ['ws://proxy.test/c-1', 'https://proxy.test'],
    ['not an address', API],
    ['', API],
  ])('does not trust %s of %s', (url, base) => {
    expect(isTrustedSocketUrl(url, base)).toBe(false);
  });
});
