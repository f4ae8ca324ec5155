import { RecentCalls } from '../../../nodes/VapiTwilioTrigger/recentCalls';

const answer = (text: string): Promise<string> => Promise.resolve(text);

describe('recent calls', () => {
  it('are known for a minute', async () => {
    const recent = new RecentCalls();
    recent.remember('a', answer('A'), 1_000);
    await expect(recent.find('a', 60_999)).resolves.toBe('A');
    expect(recent.find('a', 61_000)).toBeUndefined();
    expect(recent.find('b', 1_000)).toBeUndefined();
  });

  it('are as new as their last answer', async () => {
    const recent = new RecentCalls();
    recent.remember('a', answer('old'), 0);
    recent.remember('a', answer('new'), 50_000);
    recent.remember('b', answer('B'), 100_000);
    await expect(recent.find('a', 100_000)).resolves.toBe('new');
  });

  it('never become more than a thousand', () => {
    const recent = new RecentCalls();
    for (let call = 0; call < 1_500; call++) recent.remember(`call ${call}`, answer('x'), call);
    const known = Array.from(
      { length: 1_500 },
      (_, call) => recent.find(`call ${call}`, 1_500) !== undefined,
    );
    expect(known.filter(Boolean)).toHaveLength(1_000);
    expect(known.indexOf(true)).toBe(500);
  });
});
