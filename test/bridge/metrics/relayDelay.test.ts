import fc from 'fast-check';
import { RelayDelay } from '../../../bridge/src/metrics/relayDelay';

const samplesOf = (delay: RelayDelay, direction: string) =>
  delay.get().values.filter(({ labels }) => labels.direction === direction);

describe('RelayDelay', () => {
  it('counts into buckets that include their upper end, and adds up in seconds', () => {
    const delay = new RelayDelay('delay', 'help');
    for (const ms of [0, 0.25, 0.26, 20, 1000, 1000.1]) delay.observe('to_caller', ms);
    const samples = samplesOf(delay, 'to_caller');
    const buckets = samples.filter(({ metricName }) => metricName === 'delay_bucket');
    const at = (le: string) => buckets.find(({ labels }) => labels.le === le)?.value;
    expect([at('0.00025'), at('0.0005'), at('0.01'), at('0.02'), at('1'), at('+Inf')]).toEqual([
      2, 3, 3, 4, 5, 6,
    ]);
    expect(samples.find(({ metricName }) => metricName === 'delay_sum')?.value).toBeCloseTo(2.02061, 9);
    expect(samples.find(({ metricName }) => metricName === 'delay_count')?.value).toBe(6);
  });

  it('keeps the directions apart', () => {
    const delay = new RelayDelay('delay', 'help');
    delay.observe('to_assistant', 1);
    expect(samplesOf(delay, 'to_assistant').at(-1)?.value).toBe(1);
    expect(samplesOf(delay, 'to_caller').at(-1)?.value).toBe(0);
  });

  it('takes less than nothing for nothing', () => {
    const delay = new RelayDelay('delay', 'help');
    delay.observe('to_caller', -3);
    expect(samplesOf(delay, 'to_caller').map(({ value }) => value)).toEqual([
      ...Array<number>(12).fill(1),
      0,
      1,
    ]);
  });

  it('begins anew', () => {
    const delay = new RelayDelay('delay', 'help');
    delay.observe('to_caller', 3);
    delay.reset();
    expect(delay.get().values.every(({ value }) => value === 0)).toBe(true);
  });

  it('has buckets that grow up to the count, whatever was observed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 5000, noNaN: true })), (delays) => {
        const delay = new RelayDelay('delay', 'help');
        for (const ms of delays) delay.observe('to_assistant', ms);
        const buckets = samplesOf(delay, 'to_assistant').filter(({ labels }) => labels.le !== undefined);
        for (const { labels, value } of buckets) {
          const bound = labels.le === '+Inf' ? Infinity : Number(labels.le) * 1000;
          // Seconds as text and back may move a bound by a rounding error, which no delay is compared with.
          expect(value).toBe(delays.filter((ms) => ms <= bound).length);
        }
        expect(buckets.at(-1)?.value).toBe(delays.length);
      }),
    );
  });
});
