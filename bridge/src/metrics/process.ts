import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';
import { version } from '../version';

/** How often the delay is sampled. Each sample wakes the process up, which at 10 ms costs 0.3 % of a core. */
const DELAY_RESOLUTION_MS = 50;
const NANOSECONDS = 1e9;

/**
 * Adds what the process itself costs, under the names that dashboards for Node know. The client library's own set
 * isn't used: it watches each garbage collection, which costs more than all of the bridge's counting.
 */
export function collectProcessMetrics(registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };

  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time of the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', "Used part of V8's heap.", () => process.memoryUsage().heapUsed);
  gauge('nodejs_external_memory_bytes', "Memory outside of V8's heap.", () => process.memoryUsage().external);
  gauge('process_start_time_seconds', 'Start of the process, in seconds since 1970.', () =>
    Math.floor(Date.now() / 1000 - process.uptime()),
  );
  new Counter({
    name: 'nodejs_eventloop_time_seconds_total',
    help: 'Time that the event loop was active or idle.',
    labelNames: ['state'],
    registers,
    collect() {
      const { active, idle } = performance.eventLoopUtilization();
      this.reset();
      this.inc({ state: 'active' }, active / 1000);
      this.inc({ state: 'idle' }, idle / 1000);
    },
  });
  collectLoopDelay(registry);
  new Gauge({
    name: 'bridge_build_info',
    help: 'Always 1; the labels tell what runs.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version, node: process.version }, 1);
}

function collectLoopDelay(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  const lag = (of: string, collect?: () => void): Gauge =>
    new Gauge({
      name: `nodejs_eventloop_lag_${of}_seconds`,
      help: 'How late the event loop was since the last scrape.',
      registers: [registry],
      ...(collect && { collect }),
    });
  // A sample is the whole time between two wake-ups, so what was meant to pass is taken off.
  const seconds = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / NANOSECONDS - DELAY_RESOLUTION_MS / 1000);
  // The first of the three is asked first, and reads for all.
  const median = lag('p50', () => {
    median.set(seconds(delay.percentile(50)));
    p99.set(seconds(delay.percentile(99)));
    max.set(seconds(delay.max));
    delay.reset();
  });
  const p99 = lag('p99');
  const max = lag('max');
}
