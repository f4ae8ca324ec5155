import { routeTo } from './hosts';

const hosts = { 'bridge.test': 'http://127.0.0.1:8080', 'n8n.test:8443': 'http://127.0.0.1:5678/' };

describe('routeTo', () => {
  it.each([
    ['https://bridge.test/twilio/voice', 'http://127.0.0.1:8080/twilio/voice', 'bridge.test'],
    ['https://bridge.test', 'http://127.0.0.1:8080/', 'bridge.test'],
    ['https://bridge.test:444/a?b=%20c', 'http://127.0.0.1:8080/a?b=%20c', 'bridge.test:444'],
    ['https://n8n.test:8443/webhook//x', 'http://127.0.0.1:5678/webhook//x', 'n8n.test:8443'],
    ['https://bridge.test//evil.test/x', 'http://127.0.0.1:8080//evil.test/x', 'bridge.test'],
    ['wss://bridge.test/twilio/media', 'ws://127.0.0.1:8080/twilio/media', 'bridge.test'],
  ])('leads %s to %s', (url, target, host) => {
    expect(routeTo(url, hosts)).toEqual({ target, host });
  });

  it('knows no other name, not even a similar one', () => {
    expect(routeTo('https://n8n.test/webhook', hosts)).toBeUndefined();
    expect(routeTo('https://x.bridge.test/', hosts)).toBeUndefined();
  });
});
