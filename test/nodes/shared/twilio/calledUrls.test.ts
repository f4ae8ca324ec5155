import { calledUrls } from '../../../../nodes/shared/twilio/calledUrls';

describe('the addresses that Twilio may have called', () => {
  it.each<[string, string, string, string]>([
    ['production', 'https://n8n.example/webhook/a', '/webhook/a', 'https://n8n.example/webhook/a'],
    [
      'with a query',
      'https://n8n.example/webhook/a',
      '/webhook/a?x=1&y=%20',
      'https://n8n.example/webhook/a?x=1&y=%20',
    ],
    [
      'the test URL',
      'https://n8n.example/webhook/a',
      '/webhook-test/a',
      'https://n8n.example/webhook-test/a',
    ],
    [
      'the test URL of a path with slashes',
      'https://n8n.example/webhook/a/b/c',
      '/webhook-test/a/b/c?x=1',
      'https://n8n.example/webhook-test/a/b/c?x=1',
    ],
    [
      'a proxy that cuts a prefix off',
      'https://example.com/n8n/webhook/a',
      '/webhook/a',
      'https://example.com/n8n/webhook/a',
    ],
    [
      'the test URL behind such a proxy',
      'https://example.com/n8n/webhook/a',
      '/webhook-test/a?x=1',
      'https://example.com/n8n/webhook-test/a?x=1',
    ],
    [
      'other names of the endpoints, and a port',
      'https://n8n.example:8443/hooks/a',
      '/tests/a',
      'https://n8n.example:8443/tests/a',
    ],
    [
      'a path with escapes',
      'https://n8n.example/webhook/a%20b',
      '/webhook/a%20b',
      'https://n8n.example/webhook/a%20b',
    ],
  ])('%s', (_, production, arrived, expected) => {
    expect(calledUrls(production, arrived)).toContain(expected);
  });

  it('are all of n8n’s own host', () => {
    for (const arrived of [
      '//evil.example/webhook/a',
      'http://evil.example/webhook/a',
      '.evil.example/webhook/a',
    ]) {
      const urls = calledUrls('https://n8n.example/webhook/a', arrived);
      expect(urls).toContain('https://n8n.example/webhook/a');
      expect(urls.filter((url) => new URL(url).origin !== 'https://n8n.example')).toEqual([]);
    }
  });

  it('are none where n8n knows no address', () => {
    expect(calledUrls('', '/webhook/a')).toEqual([]);
  });
});
