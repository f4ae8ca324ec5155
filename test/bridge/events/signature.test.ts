import { signEvent } from '../../../bridge/src/events/signature';

describe('signEvent', () => {
  it('is the HMAC-SHA256 of timestamp, dot and body', () => {
    // From: printf '1766300000.{"id":"e-1"}' | openssl dgst -sha256 -hmac the-secret
    expect(signEvent('the-secret', 1_766_300_000, '{"id":"e-1"}')).toBe(
      'sha256=d9c3a7b346915d975c421174f2371c65c3766641809aae7de2c692381d6da896',
    );
  });
});
