import { isSignedUpgrade, isSignedWebhook, mediaUrl } from '../../../../bridge/src/carriers/twilio/signature';
import { AUTH_TOKEN, sign } from '../../support/fakeTwilio';

const PUBLIC = 'https://bridge.test';

describe('isSignedWebhook', () => {
  // The example of Twilio's documentation ("Webhooks security") and of its helper libraries.
  const form = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  const verify = (signature: string | undefined, token = '12345', params: Record<string, string> = form) =>
    isSignedWebhook(token, 'https://mycompany.com', '/myapp.php?foo=1&bar=2', signature, params);

  it("accepts the example of Twilio's documentation", () => {
    expect(verify('RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true);
  });

  it('refuses it with another token, field, or signature', () => {
    expect(verify('RSOYDt4T1cUTdK1PDd93/VVr8B8=', '12346')).toBe(false);
    expect(verify('RSOYDt4T1cUTdK1PDd93/VVr8B8=', '12345', { ...form, Digits: '1235' })).toBe(false);
    expect(verify('RSOYDt4T1cUTdK1PDd93/VVr8B9=')).toBe(false);
    expect(verify('')).toBe(false);
    expect(verify(undefined)).toBe(false);
  });

  it('accepts the address with and without its default port', () => {
    for (const host of ['bridge.test', 'bridge.test:443']) {
      const signature = sign(`https://${host}/twilio/voice`, { CallSid: 'CA1' });
      expect(isSignedWebhook(AUTH_TOKEN, PUBLIC, '/twilio/voice', signature, { CallSid: 'CA1' })).toBe(true);
    }
  });
});

describe('isSignedUpgrade', () => {
  it.each([
    [PUBLIC, 'wss://bridge.test/twilio/media', true],
    [PUBLIC, 'wss://bridge.test:443/twilio/media', true],
    ['https://bridge.test:8443', 'wss://bridge.test:8443/twilio/media', true],
    ['https://bridge.test/base', 'wss://bridge.test/base/twilio/media', true],
    [PUBLIC, 'https://bridge.test/twilio/media', false],
    [PUBLIC, 'wss://other.test/twilio/media', false],
    [PUBLIC, 'wss://bridge.test/twilio/media/', false],
  ])('at %s, signed %s: %s', (publicUrl, signed, accepted) => {
    expect(isSignedUpgrade(AUTH_TOKEN, publicUrl, sign(signed))).toBe(accepted);
  });

  it('refuses a missing signature', () => {
    expect(isSignedUpgrade(AUTH_TOKEN, PUBLIC, undefined)).toBe(false);
  });
});

it('puts the media socket below the public address', () => {
  expect(mediaUrl('https://bridge.test/base')).toBe('wss://bridge.test/base/twilio/media');
});
