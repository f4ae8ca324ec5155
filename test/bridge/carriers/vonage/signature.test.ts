import { isSignedUpgrade, isSignedWebhook, mediaUrl } from '../../../../bridge/src/carriers/vonage/signature';
import { APPLICATION_ID, hashOf, nowSeconds, SIGNATURE_SECRET, vonageToken } from '../../support/fakeVonage';

const check = { secret: SIGNATURE_SECRET, applicationId: APPLICATION_ID, now: nowSeconds() };
const BODY = '{"from":"14155550123","uuid":"aaaaaaaa-bbbb-cccc-dddd-0123456789ab"}';

describe('isSignedWebhook', () => {
  const signed = (token: string, body = BODY) => isSignedWebhook(`Bearer ${token}`, Buffer.from(body), check);
  const hash = { payload_hash: hashOf(BODY) };

  it('accepts what is signed', () => {
    expect(signed(vonageToken(hash))).toBe(true);
    expect(signed(vonageToken({ ...hash, application_id: undefined }))).toBe(true);
    // The documentation hashes what it has parsed, so spaces count for nothing.
    expect(signed(vonageToken(hash), BODY.replaceAll(':', ': '))).toBe(true);
  });

  it('refuses another body', () => {
    expect(signed(vonageToken(hash), BODY.replace('0123', '0124'))).toBe(false);
    expect(signed(vonageToken(hash), '')).toBe(false);
    expect(signed(vonageToken(hash), '{')).toBe(false);
    expect(signed(vonageToken())).toBe(false);
    expect(signed(vonageToken({ payload_hash: 5 }))).toBe(false);
  });

  it.each([
    ['of another secret', vonageToken(hash, 'another')],
    ['without a signature', vonageToken(hash).replace(/[^.]+$/, '')],
    ['that names no algorithm', vonageToken(hash, SIGNATURE_SECRET, { alg: 'none' })],
    ['that names another algorithm', vonageToken(hash, SIGNATURE_SECRET, { alg: 'HS512' })],
    ['of another application', vonageToken({ ...hash, application_id: 'other' })],
    ['that is old', vonageToken({ ...hash, iat: nowSeconds() - 302 })],
    ['of the future', vonageToken({ ...hash, iat: nowSeconds() + 90 })],
    ['without a time', vonageToken({ ...hash, iat: undefined })],
    ['that is over', vonageToken({ ...hash, exp: nowSeconds() - 2 })],
    ['that is none', 'abc'],
    ['that is empty', ''],
  ])('refuses a token %s', (_what, token) => {
    expect(signed(token)).toBe(false);
  });

  it('refuses a token with claims moved into it', () => {
    const [head, , proof] = vonageToken(hash).split('.');
    const claims = Buffer.from(JSON.stringify({ iat: nowSeconds(), ...hash })).toString('base64url');
    expect(signed(`${head}.${claims}.${proof}`)).toBe(false);
  });

  it('refuses a request without any', () => {
    expect(isSignedWebhook(undefined, Buffer.from(BODY), check)).toBe(false);
    expect(isSignedWebhook(`Basic ${vonageToken(hash)}`, Buffer.from(BODY), check)).toBe(false);
  });
});

it('checks the upgrade in the same way, without a body', () => {
  expect(isSignedUpgrade(`Bearer ${vonageToken()}`, check)).toBe(true);
  expect(isSignedUpgrade(`Bearer ${vonageToken({}, 'another')}`, check)).toBe(false);
  expect(isSignedUpgrade(`Bearer ${vonageToken({ iat: 1 })}`, check)).toBe(false);
  expect(isSignedUpgrade(undefined, check)).toBe(false);
});

it('puts the media socket below the public address', () => {
  expect(mediaUrl('https://bridge.test/base')).toBe('wss://bridge.test/base/vonage/media');
});
