import { BargeIn } from '../../../bridge/src/relay/bargeIn';
import { audioOf } from '../support/audio';

const speech = audioOf(160, 1);

describe('BargeIn', () => {
  it('takes audio for stale from the interruption until the next utterance is announced', () => {
    const bargeIn = new BargeIn();
    expect(bargeIn.isStale(speech, 0)).toBe(false);
    bargeIn.interrupted(100);
    expect([100, 400, 1099].map((now) => bargeIn.isStale(speech, now))).toEqual([true, true, true]);
    bargeIn.assistantStarted();
    expect(bargeIn.isStale(speech, 400)).toBe(false);
  });

  it('does so for a second at most', () => {
    const bargeIn = new BargeIn();
    bargeIn.interrupted(100);
    expect(bargeIn.isStale(speech, 1100)).toBe(false);
    bargeIn.interrupted(2000);
    expect(bargeIn.isStale(speech, 2999)).toBe(true);
  });

  it('lets silence pass', () => {
    const bargeIn = new BargeIn();
    bargeIn.interrupted(0);
    expect(bargeIn.isStale(Buffer.alloc(640, 0xff), 10)).toBe(false);
    expect(bargeIn.isStale(Buffer.concat([Buffer.alloc(640, 0xff), speech]), 10)).toBe(true);
  });
});
