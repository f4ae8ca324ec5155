import { TokenUses } from '../../../../bridge/src/carriers/vonage/tokenUses';

describe('TokenUses', () => {
  it('admits a token again where it was used, and nowhere else', () => {
    const uses = new TokenUses(() => 0);
    expect(uses.admits('a', 'POST', '/vonage/answer')).toBe(true);
    expect(uses.admits('a', 'POST', '/vonage/answer')).toBe(true);
    expect(uses.admits('a', 'POST', '/vonage/event')).toBe(false);
    expect(uses.admits('a', 'GET', '/vonage/answer')).toBe(false);
    expect(uses.admits('a', 'POST', '/vonage/answer')).toBe(true);
    expect(uses.admits('b', 'POST', '/vonage/event')).toBe(true);
  });

  it('remembers a token for longer than it is good, and not for ever', () => {
    let now = 0;
    const uses = new TokenUses(() => now);
    uses.admits('a', 'POST', '/vonage/answer');
    now = 360_001;
    expect(uses.admits('a', 'POST', '/vonage/event')).toBe(false);
    now = 3_600_000;
    expect(uses.admits('a', 'POST', '/vonage/event')).toBe(true);
  });

  it('remembers the last 20 000', () => {
    const uses = new TokenUses(() => 0);
    for (let token = 0; token < 20_000; token += 1) uses.admits(`t${token}`, 'POST', '/vonage/event');
    expect(uses.admits('t1', 'POST', '/vonage/answer')).toBe(false);
    expect(uses.admits('t19999', 'POST', '/vonage/answer')).toBe(false);
  });
});
