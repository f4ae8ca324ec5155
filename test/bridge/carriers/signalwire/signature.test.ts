import { isSignedWebhook, signatureOf } from '../../../../bridge/src/carriers/signalwire/signature';

describe('the signature of SignalWire', () => {
  it("is that of the example of SignalWire's own libraries", () => {
    // Key, address, body and signature of the tests of SignalWire's SDKs (WebhookValidator).
    const body = Buffer.from('{"event":"call.state","params":{"call_id":"abc-123","state":"answered"}}');
    const isSigned = (key: string, signature: string, signed = body) =>
      isSignedWebhook(
        key,
        'https://example.ngrok.io',
        '/webhook',
        { 'x-signalwire-signature': signature },
        signed,
      );
    const signature = 'c3c08c1fefaf9ee198a100d5906765a6f394bf0f';
    expect(isSigned('PSKtest1234567890abcdef', signature)).toBe(true);
    expect(isSigned('PSKtest1234567890abcdee', signature)).toBe(false);
    expect(isSigned('PSKtest1234567890abcdef', signature.replace('c3', 'c4'))).toBe(false);
    expect(isSigned('PSKtest1234567890abcdef', signature.toUpperCase())).toBe(false);
    expect(isSigned('PSKtest1234567890abcdef', signature, body.subarray(1))).toBe(false);
  });

  it('may be that of a form, as at Twilio', () => {
    // The example of Twilio's documentation ("Webhooks security").
    const form =
      'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
    const isSigned = (text: string, header = 'x-signalwire-signature') =>
      isSignedWebhook(
        '12345',
        'https://mycompany.com',
        '/myapp.php?foo=1&bar=2',
        { [header]: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
        Buffer.from(text),
      );
    expect(isSigned(form)).toBe(true);
    expect(isSigned(form, 'x-twilio-signature')).toBe(true);
    expect(isSigned(form.split('&').reverse().join('&'))).toBe(true);
    expect(isSigned(form.replace('1234&', '1235&'))).toBe(false);
    expect(isSigned(form, 'x-other')).toBe(false);
  });

  it('fails closed', () => {
    const check = (headers: Record<string, string | string[]>, key = 'key') =>
      isSignedWebhook(key, 'https://bridge.test', '/x', headers, Buffer.alloc(0));
    expect(check({})).toBe(false);
    expect(check({ 'x-signalwire-signature': '' })).toBe(false);
    expect(check({ 'x-signalwire-signature': ['a', 'b'] })).toBe(false);
    expect(check({ 'x-signalwire-signature': 'é' })).toBe(false);
    expect(signatureOf({ 'x-twilio-signature': 'a', 'x-signalwire-signature': 'b' })).toBe('b');
  });
});
