import { UpgradeTickets } from '../../../bridge/src/routes/upgradeTickets';

describe('UpgradeTickets', () => {
  let now = 5000;
  const tickets = (): UpgradeTickets => {
    now = 5000;
    return new UpgradeTickets(() => now);
  };

  it('are good once', () => {
    const issuer = tickets();
    const { ticket } = issuer.issue();
    expect(ticket).toMatch(/^[\w-]{43}$/);
    expect(issuer.redeem(ticket)).toBe(true);
    expect(issuer.redeem(ticket)).toBe(false);
  });

  it('are good for 30 s', () => {
    const issuer = tickets();
    const [first, second] = [issuer.issue(), issuer.issue()];
    now += 29_999;
    expect(issuer.redeem(first.ticket)).toBe(true);
    now += 1;
    expect(issuer.redeem(second.ticket)).toBe(false);
  });

  it('tell when they are void', () => {
    const before = Date.now();
    const expiresAt = Date.parse(tickets().issue().expiresAt);
    expect(expiresAt).toBeGreaterThanOrEqual(before + 30_000);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 30_000);
  });

  it('are void, the oldest first, when there are too many', () => {
    const issuer = tickets();
    const issued = Array.from({ length: 1001 }, () => issuer.issue().ticket);
    expect(issuer.redeem(issued[0] ?? '')).toBe(false);
    expect(issuer.redeem(issued[1] ?? '')).toBe(true);
    expect(issuer.redeem(issued[1000] ?? '')).toBe(true);
  });

  it.each(['', 'x', '__proto__'])('refuse %j', (ticket) => expect(tickets().redeem(ticket)).toBe(false));
});
