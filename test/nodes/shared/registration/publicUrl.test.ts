import { publicUrlProblem } from '../../../../nodes/shared/registration/publicUrl';

describe('Vapi can call', () => {
  it.each([
    'https://n8n.example.com/webhook/tools',
    'https://n8n.example.com:8443/webhook/tools',
    'https://n8n.example.com./webhook',
    'https://xn--mnchen-3ya.example/webhook',
    'https://localhost.example.com/',
    'https://n8n.locality/',
    'https://home.example.com/',
    'https://8.8.8.8/',
    'https://172.15.0.1/',
    'https://172.32.0.1/',
    'https://100.63.255.255/',
    'https://100.128.0.1/',
    'https://192.0.1.1/',
    'https://198.17.0.1/',
    'https://223.255.255.255/',
    'https://[2606:4700::1111]/',
    'https://[2001:4860:4860::8888]/',
    'https://[2001:200::1]/',
    'https://[3fff:1000::1]/',
  ])('%s', (url) => {
    expect(publicUrlProblem(url)).toBeUndefined();
  });
});

describe('Vapi cannot call', () => {
  it.each([
    ['', 'is not a URL'],
    ['n8n.example.com/webhook', 'is not a URL'],
    ['http://n8n.example.com/webhook', 'does not begin with https:'],
    ['wss://n8n.example.com/webhook', 'does not begin with https:'],
    ['https://localhost:5678/webhook', 'is known in the local network only'],
    ['https://LOCALHOST./webhook', 'is known in the local network only'],
    ['https://app.localhost/webhook', 'is known in the local network only'],
    ['https://n8n.local/webhook', 'is known in the local network only'],
    ['https://n8n.svc.cluster.local/webhook', 'is known in the local network only'],
    ['https://n8n.corp.internal/webhook', 'is known in the local network only'],
    ['https://n8n.home.arpa/webhook', 'is known in the local network only'],
    ['https://n8n.lan/webhook', 'is known in the local network only'],
    ['https://n8n.fritz.box/webhook', 'is known in the local network only'],
    ['https://n8n.corp/webhook', 'is known in the local network only'],
    ['https://n8n.localdomain/webhook', 'is known in the local network only'],
    ['https://n8n/webhook', 'has no domain, so it is known in the local network only'],
  ])('%s, which %s', (url, problem) => {
    expect(publicUrlProblem(url)).toBe(problem);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.5',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.8.8.8',
    // The same in other notations.
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.178.20',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::ffff:8.8.8.8]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[100::1]',
    '[2001::1]',
    '[2001:1ff::1]',
    '[2001:db8::1]',
    '[2002:7f00:1::]',
    '[3fff::1]',
    '[fc00::1]',
    '[fd12:3456:789a::1]',
    '[fe80::1]',
    '[ff02::1]',
  ])('the special address %s', (host) => {
    expect(publicUrlProblem(`https://${host}/webhook`)).toBe('is not a public address');
  });
});
