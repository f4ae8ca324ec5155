import { StreamPasses } from '../../../bridge/src/carriers/streamPasses';

describe('StreamPasses', () => {
  let now: number;
  let passes: StreamPasses;
  beforeEach(() => {
    now = 1000.25;
    passes = new StreamPasses(() => now);
  });

  it('are good for 60 s, as often as they are shown', () => {
    const pass = passes.issue();
    expect(pass).toMatch(/^[\w.-]+$/);
    now += 59_999;
    expect([passes.isValid(pass), passes.isValid(pass)]).toEqual([true, true]);
    now += 2;
    expect(passes.isValid(pass)).toBe(false);
  });

  it('are good for as long as is said', () => {
    const pass = passes.issue(90_000);
    now += 89_999;
    expect(passes.isValid(pass)).toBe(true);
    now += 2;
    expect(passes.isValid(pass)).toBe(false);
  });

  it('cannot be made longer, altered, or taken from another bridge', () => {
    const pass = passes.issue();
    const [until = '', proof = ''] = pass.split('.');
    expect(passes.isValid(`9${until}.${proof}`)).toBe(false);
    expect(passes.isValid(`${until}.${proof.slice(0, -1)}`)).toBe(false);
    expect(passes.isValid(`${until}.${proof.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`)).toBe(
      false,
    );
    expect(passes.isValid(`${until}.`)).toBe(false);
    expect(new StreamPasses(() => now).isValid(pass)).toBe(false);
  });

  it.each([undefined, '', '.', 'x', `${'1'.repeat(16)}.${'A'.repeat(43)}`, `1.${'é'.repeat(43)}`])(
    'are not %j',
    (pass) => {
      expect(passes.isValid(pass)).toBe(false);
    },
  );
});
