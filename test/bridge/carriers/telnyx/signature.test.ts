import { generateKeyPairSync, sign } from 'node:crypto';
import { checkSignature, isPublicKey, readPublicKey } from '../../../../bridge/src/carriers/telnyx/signature';

const NOW_S = 1_700_000_000;

describe('the signature of Telnyx', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const body = Buffer.from('CallSid=v3%3Aabc&From=%2B14155550123');
  const headersOf = (timestamp: number | string, signed = body) => ({
    'telnyx-timestamp': String(timestamp),
    'telnyx-signature-ed25519': sign(
      null,
      Buffer.concat([Buffer.from(`${timestamp}|`), signed]),
      privateKey,
    ).toString('base64'),
  });
  const check = (headers: Record<string, string>, given = body) =>
    checkSignature(publicKey, headers, given, NOW_S * 1000);

  it('is good for five minutes', () => {
    expect(check(headersOf(NOW_S))).toBe('signed');
    expect(check(headersOf(NOW_S - 300))).toBe('signed');
    expect(check(headersOf(NOW_S - 301))).toBe('out-of-date');
    expect(check(headersOf(NOW_S + 301))).toBe('out-of-date');
  });

  it('fails closed', () => {
    const good = headersOf(NOW_S);
    expect(check(good, Buffer.from('CallSid=v3%3Aabd'))).toBe('unsigned');
    expect(check({ ...good, 'telnyx-timestamp': String(NOW_S - 1) })).toBe('unsigned');
    expect(check({ ...good, 'telnyx-signature-ed25519': '' })).toBe('unsigned');
    expect(check({ ...good, 'telnyx-signature-ed25519': 'A'.repeat(86) })).toBe('unsigned');
    expect(check({ 'telnyx-timestamp': String(NOW_S) })).toBe('unsigned');
    expect(check({ 'telnyx-signature-ed25519': good['telnyx-signature-ed25519'] })).toBe('unsigned');
    expect(check(headersOf('1e9'))).toBe('unsigned');
    expect(check(headersOf(''))).toBe('unsigned');
  });

  it("is of the key in the portal's form: 32 bytes in base64", () => {
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
    expect(isPublicKey(raw)).toBe(true);
    expect(checkSignature(readPublicKey(raw), headersOf(NOW_S), body, NOW_S * 1000)).toBe('signed');
    expect(isPublicKey(raw.slice(4))).toBe(false);
    expect(isPublicKey('')).toBe(false);
  });
});
