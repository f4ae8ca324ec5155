import { Lateness } from '../../../bridge/src/relay/lateness';

/** One whose echoes take 80 ms as a rule. */
const usual = (): Lateness => {
  const lateness = new Lateness();
  lateness.echo(80, 0);
  return lateness;
};

describe('Lateness', () => {
  it('believes what two echoes in a row have in common, and says so', () => {
    const lateness = usual();
    expect(lateness.echo(3080, 0)).toEqual({ lateMs: 0, isSure: false });
    expect(lateness.echo(2580, 0)).toEqual({ lateMs: 2500, isSure: true });
  });

  it('does not believe an echo that is late alone', () => {
    const lateness = usual();
    expect(lateness.echo(3080, 0)).toEqual({ lateMs: 0, isSure: false });
    expect(lateness.echo(90, 0)).toEqual({ lateMs: 0, isSure: true });
    expect(lateness.echo(3080, 0)).toEqual({ lateMs: 0, isSure: false });
  });

  it('does not expect what was made up for, so that an echo held up then is not believed', () => {
    const lateness = usual();
    lateness.echo(3080, 0);
    lateness.echo(3080, 0);
    expect(lateness.echo(580, 2500)).toEqual({ lateMs: 500, isSure: true });
    expect(lateness.echo(2580, 3000)).toEqual({ lateMs: 0, isSure: false });
  });

  it('follows one that is believed down to the jitter, and calls less than a stall none', () => {
    const lateness = usual();
    expect(lateness.echo(470, 0)).toEqual({ lateMs: 0, isSure: true });
    lateness.echo(1080, 0);
    lateness.echo(1080, 0);
    expect(lateness.echo(280, 800)).toEqual({ lateMs: 200, isSure: true });
    expect(lateness.echo(170, 910)).toEqual({ lateMs: 0, isSure: true });
    expect(lateness.echo(280, 910)).toEqual({ lateMs: 0, isSure: true });
  });

  it('takes a way that has become longer for what it is, once all should have been made up for', () => {
    const lateness = usual();
    lateness.echo(1080, 0);
    lateness.echo(1080, 0);
    expect(lateness.usualMs).toBe(80);
    expect(lateness.echo(1080, 950)).toEqual({ lateMs: 0, isSure: true });
    expect(lateness.usualMs).toBe(1080);
  });

  it('expects a carrier to be in time that was cleared', () => {
    const lateness = usual();
    lateness.echo(3080, 0);
    lateness.cleared();
    expect(lateness.echo(3080, 0)).toEqual({ lateMs: 0, isSure: false });
  });
});
