import { Registry } from 'prom-client';
import { collectProcessMetrics } from '../../../bridge/src/metrics/process';

describe('collectProcessMetrics', () => {
  it('shows what the process costs, anew at each scrape', async () => {
    const registry = new Registry();
    collectProcessMetrics(registry);
    const read = async () => {
      const lines = (await registry.metrics()).split('\n').filter((line) => /^[a-z]/.test(line));
      return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(/ (\S+)$/.exec(line)?.[1])]));
    };
    const first = await read();
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
      'nodejs_external_memory_bytes',
      'process_start_time_seconds',
      'nodejs_eventloop_time_seconds_total{state="active"}',
    ]) {
      expect([name, first.get(name)]).toEqual([name, expect.any(Number)]);
      expect(first.get(name)).toBeGreaterThan(0);
    }
    for (const part of ['p50', 'p99', 'max']) {
      expect(first.get(`nodejs_eventloop_lag_${part}_seconds`)).toBeGreaterThanOrEqual(0);
    }
    expect([...first.keys()]).toContainEqual(expect.stringMatching(/^bridge_build_info\{version="\d/));
    let spent = 0;
    const cpu = process.cpuUsage().user;
    while (process.cpuUsage().user - cpu < 20_000) spent += 1;
    expect(spent).toBeGreaterThan(0);
    const second = await read();
    const name = 'process_cpu_seconds_total';
    expect(second.get(name)).toBeGreaterThanOrEqual((first.get(name) ?? 0) + 0.02);
    // A total, not a sum of totals.
    expect(second.get(name)).toBeLessThanOrEqual(
      process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    );
  });
});
