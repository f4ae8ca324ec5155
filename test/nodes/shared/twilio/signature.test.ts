import fc from 'fast-check';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';
import { isSignedByTwilio } from '../../../../nodes/shared/twilio/signature';

const TOKEN = '12345';
const URL_SIGNED = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const FIELDS = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};

const check = (
  signature: string | undefined,
  { urls = [URL_SIGNED], form = new URLSearchParams(FIELDS), token = TOKEN } = {},
): boolean => isSignedByTwilio(token, { signature, urls, form });

const sign = (url: string, params: Record<string, unknown> = FIELDS): string =>
  getExpectedTwilioSignature(TOKEN, url, params);

describe("the example of Twilio's documentation", () => {
  // Twilio docs, "Webhooks security".
  const SIGNATURE = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

  it('is genuine', () => {
    expect(check(SIGNATURE)).toBe(true);
  });

  it.each<[string, Parameters<typeof check>[1]]>([
    ['another token', { token: '12346' }],
    ['another query', { urls: ['https://mycompany.com/myapp.php?foo=1&bar=3'] }],
    ['another scheme', { urls: ['http://mycompany.com/myapp.php?foo=1&bar=2'] }],
    ['another field', { form: new URLSearchParams({ ...FIELDS, Digits: '1235' }) }],
    ['a field more', { form: new URLSearchParams({ ...FIELDS, Extra: '' }) }],
    ['no field', { form: new URLSearchParams() }],
    ['no address', { urls: [] }],
    ['an empty token', { token: '' }],
  ])('is not with %s', (_, changes) => {
    expect(check(SIGNATURE, changes)).toBe(false);
  });

  it.each([undefined, '', 'RSOYDt4T1cUTdK1PDd93/VVr8B8', `${SIGNATURE} `, SIGNATURE.toLowerCase()])(
    'is not with the signature %j',
    (signature) => {
      expect(check(signature)).toBe(false);
    },
  );

  it('is genuine if one of several addresses fits', () => {
    expect(check(SIGNATURE, { urls: ['https://other.example/', URL_SIGNED] })).toBe(true);
  });
});

describe('an empty token', () => {
  it('signs nothing, also where the signature was made with it', () => {
    const signature = getExpectedTwilioSignature('', URL_SIGNED, FIELDS);
    expect(check(signature, { token: '' })).toBe(false);
  });
});

describe('the port', () => {
  it.each([
    ['https://n8n.example/webhook/a?b=1', 'https://n8n.example:443/webhook/a?b=1'],
    ['http://n8n.example/webhook/a', 'http://n8n.example:80/webhook/a'],
    ['https://n8n.example:8443/webhook/a', 'https://n8n.example/webhook/a'],
  ])('%s is the same as %s', (configured, signed) => {
    expect(check(sign(signed), { urls: [configured] })).toBe(true);
    expect(check(sign(configured), { urls: [configured] })).toBe(true);
  });

  it('is no other port', () => {
    expect(check(sign('https://n8n.example:444/a'), { urls: ['https://n8n.example/a'] })).toBe(false);
  });
});

describe('fields', () => {
  it('that come more than once count with each different value', () => {
    const form = new URLSearchParams('b=2&b=1&b=2&a=x');
    expect(check(sign(URL_SIGNED, { a: 'x', b: ['2', '1', '2'] }), { form })).toBe(true);
  });

  it('are ordered by name, upper case first, and taken as they are', () => {
    const form = new URLSearchParams('b=%C3%A4+%2B&B=&a%5B%5D=1');
    expect(check(sign(URL_SIGNED, { b: 'ä +', B: '', 'a[]': '1' }), { form })).toBe(true);
  });

  it("agree with Twilio's own library, whatever they are", () => {
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), {
      maxKeys: 8,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(
        fields,
        fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
        (params, url) => {
          const form = new URLSearchParams(params);
          const received = Object.fromEntries(form);
          const signature = sign(url, received);
          expect(check(signature, { urls: [url], form })).toBe(true);
          expect(validateRequest(TOKEN, signature, url, received)).toBe(true);
        },
      ),
    );
  });
});
