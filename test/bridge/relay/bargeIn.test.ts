import { BargeIn } from '../../../bridge/src/relay/bargeIn';
import { audioOf } from '../support/audio';

const speech = audioOf(160, 1);

describe('BargeIn', () => {
  it('takes audio for stale from the interruption until the next utterance is announced', () => {
    const bargeIn = new BargeIn();
    expect(bargeIn.isStale(speech)).toBe(false);
    bargeIn.interrupted();
    expect(bargeIn.isStale(speech)).toBe(true);
    for (let tick = 0; tick < 49; tick += 1) bargeIn.tick();
    expect(bargeIn.isStale(speech)).toBe(true);
    bargeIn.assistantStarted();
    expect(bargeIn.isStale(speech)).toBe(false);
  });

  it('does so for a second at most', () => {
    const bargeIn = new BargeIn();
    bargeIn.interrupted();
    for (let tick = 0; tick < 50; tick += 1) bargeIn.tick();
    expect(bargeIn.isStale(speech)).toBe(false);
    bargeIn.interrupted();
    expect(bargeIn.isStale(speech)).toBe(true);
  });

  it('lets silence pass', () => {
    const bargeIn = new BargeIn();
    bargeIn.interrupted();
    expect(bargeIn.isStale(Buffer.alloc(640, 0xff))).toBe(false);
    expect(bargeIn.isStale(Buffer.concat([Buffer.alloc(640, 0xff), speech]))).toBe(true);
  });
});
