import { History } from '../../../bridge/src/relay/history';

describe('History', () => {
  it('keeps the turns in their order', () => {
    const history = new History();
    history.add({ role: 'assistant', text: 'Hello' });
    history.add({ role: 'user', text: 'Hi' });
    expect(history.turns).toEqual([
      { role: 'assistant', text: 'Hello' },
      { role: 'user', text: 'Hi' },
    ]);
  });

  it('keeps the newest 50', () => {
    const history = new History();
    for (let index = 0; index < 120; index += 1) history.add({ role: 'user', text: String(index) });
    expect(history.turns.map((turn) => Number(turn.text))).toEqual(
      Array.from({ length: 50 }, (_, index) => 70 + index),
    );
  });

  it('keeps 16,000 characters at most', () => {
    const history = new History();
    for (let index = 0; index < 40; index += 1) history.add({ role: 'user', text: `${index}`.repeat(600) });
    const characters = history.turns.reduce((sum, turn) => sum + turn.text.length, 0);
    expect(characters).toBeLessThanOrEqual(16_000);
    expect(characters).toBeGreaterThan(14_000);
    history.add({ role: 'assistant', text: `${'a'.repeat(20_000)}z` });
    expect(history.turns).toHaveLength(1);
    expect(history.turns[0]?.text).toHaveLength(16_000);
    expect(history.turns[0]?.text.endsWith('az')).toBe(true);
  });
});
