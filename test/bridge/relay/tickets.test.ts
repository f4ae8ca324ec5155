import { Tickets } from '../../../bridge/src/relay/tickets';
import { VirtualClock } from '../support/virtualClock';

describe('Tickets', () => {
  let clock: VirtualClock;
  let tickets: Tickets<string>;
  beforeEach(() => {
    clock = new VirtualClock();
    tickets = new Tickets(clock, 60_000);
  });
  const anyone = () => true;

  it('issues tickets of 256 random bits', () => {
    const issued = new Set(Array.from({ length: 100 }, () => tickets.issue('s', () => undefined)));
    expect(issued.size).toBe(100);
    for (const ticket of issued) expect(Buffer.from(ticket, 'base64url')).toHaveLength(32);
  });

  it('redeems a ticket once', () => {
    const ticket = tickets.issue('s-1', () => undefined);
    expect(tickets.redeem(ticket, anyone)).toBe('s-1');
    expect(tickets.redeem(ticket, anyone)).toBeUndefined();
    expect([tickets.size, clock.pending]).toEqual([0, 0]);
  });

  it('refuses what was never issued', () => {
    tickets.issue('s-1', () => undefined);
    for (const forged of ['', 'A'.repeat(43), '__proto__']) {
      expect(tickets.redeem(forged, anyone)).toBeUndefined();
    }
    expect(tickets.size).toBe(1);
  });

  it('keeps a ticket that the wrong one presents', () => {
    const ticket = tickets.issue('s-1', () => undefined);
    expect(tickets.redeem(ticket, (claim) => claim === 's-2')).toBeUndefined();
    expect(tickets.redeem(ticket, (claim) => claim === 's-1')).toBe('s-1');
  });

  it('can be issued for a time of its own', () => {
    const ticket = tickets.issue('s-1', () => undefined, 10);
    clock.advance(10);
    expect([tickets.size, tickets.redeem(ticket, anyone)]).toEqual([0, undefined]);
  });

  it('expires after its lifetime, and tells once', () => {
    let expired = 0;
    const ticket = tickets.issue('s-1', () => (expired += 1));
    clock.advance(59_999);
    expect([expired, tickets.size]).toEqual([0, 1]);
    clock.advance(1);
    expect([expired, tickets.size]).toEqual([1, 0]);
    expect(tickets.redeem(ticket, anyone)).toBeUndefined();
  });

  it('can be taken back', () => {
    const ticket = tickets.issue('s-1', () => undefined);
    tickets.revoke(ticket);
    tickets.revoke(ticket);
    expect(tickets.redeem(ticket, anyone)).toBeUndefined();
    expect([tickets.size, clock.pending]).toEqual([0, 0]);
  });
});
