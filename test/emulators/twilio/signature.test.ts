import { twilioSignature } from './signature';

// Expected values were made with `openssl dgst -sha1 -hmac`; the first is the example of Twilio's docs
// (Webhooks security).
describe('twilioSignature', () => {
  it('agrees with the example of the docs', () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    };
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilioSignature('12345', url, params)).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=');
  });

  it('signs an address alone for WebSocket upgrades', () => {
    expect(twilioSignature('12345', 'wss://bridge.test/twilio/media')).toBe('pu6qT/GMtRVKT7qfkZEaAGSH03I=');
  });

  it('orders names by code unit, upper case first, and counts empty values and non-ASCII text', () => {
    const params = { e: '', a1: 'é', empty: '', Z1: '', B2: 'b' };
    // B2b Z1 a1é e empty
    expect(twilioSignature('tok', 'https://bridge.test/v', params)).toBe('A7xJ9ckYUGKE2DVTjhjpRmEEIfU=');
  });

  it('changes with token, address and any field', () => {
    const base = twilioSignature('tok', 'https://bridge.test/v', { A: '1' });
    expect(twilioSignature('tok2', 'https://bridge.test/v', { A: '1' })).not.toBe(base);
    expect(twilioSignature('tok', 'https://bridge.test/v/', { A: '1' })).not.toBe(base);
    expect(twilioSignature('tok', 'https://bridge.test/v', { A: '2' })).not.toBe(base);
  });
});
