import { isTurnedAway } from './cloudflare';

describe('isTurnedAway', () => {
  it.each([
    ...['node', 'undici', 'axios/1.13.2', 'curl/8.14.1', 'python-requests/2.32.5'],
    ...['Node', 'node/24', 'AXIOS/1.0', ' curl/8 '],
  ])('turns the default %j away', (agent) => {
    expect(isTurnedAway({ 'user-agent': agent }, 'request')).toBe(true);
    expect(isTurnedAway({ 'user-agent': agent }, 'upgrade')).toBe(true);
  });

  it.each([
    ...['n8n-nodes-vapi', 'vapi-bridge/0.1.0', 'Mozilla/5.0 (X11; Linux x86_64)'],
    ...['node-red', 'curly/1', 'my-bot axios/1.13.2'],
  ])('lets %j in', (agent) => {
    expect(isTurnedAway({ 'user-agent': agent }, 'request')).toBe(false);
    expect(isTurnedAway({ 'user-agent': agent }, 'upgrade')).toBe(false);
  });

  it.each([{}, { 'user-agent': '' }])('wants a name for requests, not for upgrades: %j', (headers) => {
    expect(isTurnedAway(headers, 'request')).toBe(true);
    expect(isTurnedAway(headers, 'upgrade')).toBe(false);
  });
});
