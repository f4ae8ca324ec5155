import { createHmac } from 'node:crypto';
import { isSignedUpgrade, isSignedWebhook, mediaUrl } from '../../../../bridge/src/carriers/plivo/signature';

const TOKEN = 'token';
const PUBLIC = 'https://bridge.test';
const sign = (text: string, token = TOKEN): string =>
  createHmac('sha256', token).update(text).digest('base64');

describe('isSignedWebhook', () => {
  const NONCE = '05429567804466091622';
  const signed = (
    path: string,
    form: string,
    signature: string | undefined,
    nonce: string | undefined = NONCE,
  ) => isSignedWebhook(TOKEN, { publicUrl: PUBLIC, path }, new URLSearchParams(form), { signature, nonce });

  // The texts as plivo-node builds them (`construct_post_url`, `get_signature_v3`).
  it.each([
    ['/plivo/answer', 'b=2&a=1', `https://bridge.test/plivo/answer?a1b2.${NONCE}`],
    ['/plivo/answer', 'a=2&a=1&B=3', `https://bridge.test/plivo/answer?B3a1a2.${NONCE}`],
    ['/plivo/answer?z=9&y=8', 'a=1', `https://bridge.test/plivo/answer?y=8&z=9.a1.${NONCE}`],
    ['/plivo/answer', '', `https://bridge.test/plivo/answer.${NONCE}`],
    ['/plivo/answer?z=9', '', `https://bridge.test/plivo/answer?z=9.${NONCE}`],
    ['/plivo/answer', 'From=%2B1+2', `https://bridge.test/plivo/answer?From+1 2.${NONCE}`],
  ])('of %s with "%s" is over %s', (path, form, text) => {
    expect(signed(path, form, sign(text))).toBe(true);
    // Accounts with two tokens have two signatures.
    expect(signed(path, form, `${sign('another')},${sign(text)}`)).toBe(true);
    expect(signed(path, form, sign(text, 'another'))).toBe(false);
    expect(signed(path, `${form}&more=1`, sign(text))).toBe(false);
    expect(signed(`${path}x`, form, sign(text))).toBe(false);
    expect(signed(path, form, sign(text), '1')).toBe(false);
  });

  it('fails closed', () => {
    const good = sign(`https://bridge.test/plivo/answer?a1.${NONCE}`);
    expect(signed('/plivo/answer', 'a=1', good)).toBe(true);
    expect(signed('/plivo/answer', 'a=1', undefined)).toBe(false);
    expect(signed('/plivo/answer', 'a=1', '')).toBe(false);
    expect(signed('/plivo/answer', 'a=1', ',')).toBe(false);
    expect(
      isSignedWebhook(TOKEN, { publicUrl: PUBLIC, path: '/plivo/answer' }, new URLSearchParams('a=1'), {
        signature: good,
        nonce: undefined,
      }),
    ).toBe(false);
  });

  it('lets no part of the form pass for the nonce', () => {
    const text = `https://bridge.test/plivo/answer?a1.5.${NONCE}`;
    expect(signed('/plivo/answer', 'a=1.5', sign(text))).toBe(true);
    expect(signed('/plivo/answer', 'a=1', sign(text), `5.${NONCE}`)).toBe(false);
  });
});

describe('isSignedUpgrade', () => {
  it.each([
    [PUBLIC, 'wss://bridge.test/plivo/media', true],
    [PUBLIC, 'https://bridge.test/plivo/media', true],
    ['https://bridge.test:8443/base', 'wss://bridge.test:8443/base/plivo/media', true],
    [PUBLIC, 'wss://other.test/plivo/media', false],
    [PUBLIC, 'wss://bridge.test/plivo/answer', false],
  ])('at %s, signed %s: %s', (publicUrl, url, accepted) => {
    const proof = { signature: sign(`${url}.77`), nonce: '77' };
    expect(isSignedUpgrade(TOKEN, publicUrl, proof)).toBe(accepted);
    expect(isSignedUpgrade('another', publicUrl, proof)).toBe(false);
  });
});

it('puts the media socket below the public address', () => {
  expect(mediaUrl('https://bridge.test/base')).toBe('wss://bridge.test/base/plivo/media');
});
