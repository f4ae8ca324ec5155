import type { IncomingMessage } from 'node:http';
import { createAccess, type Access } from '../../../bridge/src/routes/access';
import { VirtualClock } from '../support/virtualClock';

describe('upgrade requests', () => {
  let access: Access;
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock();
    access = createAccess({ apiKey: 'the-key' }, (request) => String(request.headers['x-client']), clock);
  });

  const request = (url: string, authorization?: string, client = 'someone'): IncomingMessage =>
    ({ url, headers: { authorization, 'x-client': client } }) as unknown as IncomingMessage;
  const refused = (code: string) => expect.objectContaining({ code }) as unknown as Error;

  it('are let in with the key', () => {
    expect(() => access.checkUpgrade(request('/v1/events', 'Bearer the-key'))).not.toThrow();
  });

  it('are let in with a ticket, once', () => {
    const url = `/v1/events?since=x&ticket=${access.issueTicket().ticket}`;
    expect(() => access.checkUpgrade(request(url))).not.toThrow();
    expect(() => access.checkUpgrade(request(url))).toThrow(refused('TICKET_INVALID'));
  });

  it.each([
    ['/v1/events', undefined, 'API_KEY_MISSING'],
    ['/v1/events', 'Bearer wrong', 'API_KEY_WRONG'],
    ['/v1/events?ticket=', undefined, 'TICKET_INVALID'],
    ['/v1/events?ticket=the-key', undefined, 'TICKET_INVALID'],
    ['/v1/events?key=the-key', undefined, 'API_KEY_MISSING'],
  ])('are refused: %s with %j', (url, authorization, code) => {
    expect(() => access.checkUpgrade(request(url, authorization))).toThrow(refused(code));
  });

  it('are refused with a wrong key, whatever the ticket', () => {
    const url = `/v1/events?ticket=${access.issueTicket().ticket}`;
    expect(() => access.checkUpgrade(request(url, 'Bearer wrong'))).toThrow(refused('API_KEY_WRONG'));
    expect(() => access.checkUpgrade(request(url))).not.toThrow();
  });

  it('are not looked at any more after too many wrong tickets from the same client', () => {
    for (let time = 0; time < 20; time += 1) {
      expect(() => access.checkUpgrade(request(`/?ticket=${time}`))).toThrow(refused('TICKET_INVALID'));
    }
    const url = `/?ticket=${access.issueTicket().ticket}`;
    expect(() => access.checkUpgrade(request(url))).toThrow(refused('RATE_LIMITED'));
    expect(() => access.checkUpgrade(request(url, undefined, 'somebody else'))).not.toThrow();
  });
});
