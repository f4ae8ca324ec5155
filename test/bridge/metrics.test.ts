import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { BridgeMetrics } from '../../bridge/src/metrics';
import { collectProcessMetrics } from '../../bridge/src/metrics/process';
import { endings } from '../../bridge/src/relay/endings';

describe('BridgeMetrics', () => {
  const linesOf = async (metrics: BridgeMetrics): Promise<string[]> =>
    (await metrics.registry.metrics()).split('\n');

  it('shows what was counted', async () => {
    const metrics = new BridgeMetrics();
    metrics.sessionStarted();
    metrics.sessionStarted();
    metrics.sessionEnded('caller-hung-up', 45_000);
    metrics.relayed('to_assistant', 0.1);
    metrics.relayed('to_caller', 3);
    metrics.dropped('to_assistant', 2.5);
    metrics.dropped('to_caller', 1);
    metrics.interrupted();
    metrics.dtmf();
    metrics.malformed('carrier');
    metrics.assistantConnected(300);
    metrics.assistantFailed('VAPI_BUSY');
    metrics.firstAudio(40);
    metrics.closed('carrier', 1000);
    const lines = await linesOf(metrics);
    for (const line of [
      'bridge_sessions_active 1',
      'bridge_sessions_total{result="caller-hung-up"} 1',
      'bridge_session_seconds_bucket{le="30"} 0',
      'bridge_session_seconds_bucket{le="60"} 1',
      'bridge_relay_delay_seconds_bucket{le="0.00025",direction="to_assistant"} 1',
      'bridge_relay_delay_seconds_bucket{le="0.002",direction="to_caller"} 0',
      'bridge_relay_delay_seconds_bucket{le="0.005",direction="to_caller"} 1',
      'bridge_relay_delay_seconds_sum{direction="to_caller"} 0.003',
      'bridge_relay_delay_seconds_count{direction="to_caller"} 1',
      'bridge_frames_dropped_total{side="assistant"} 2.5',
      'bridge_frames_dropped_total{side="carrier"} 1',
      'bridge_upstream_connect_seconds_bucket{le="0.2"} 0',
      'bridge_upstream_connect_seconds_bucket{le="0.4"} 1',
      'bridge_upstream_failures_total{code="VAPI_BUSY"} 1',
      'bridge_first_audio_seconds_bucket{le="0.05"} 1',
      'bridge_close_total{side="carrier",code="1000"} 1',
      'bridge_interruptions_total 1',
      'bridge_dtmf_total 1',
      'bridge_malformed_total{side="carrier"} 1',
      '# TYPE bridge_relay_delay_seconds histogram',
    ]) {
      expect(lines).toContain(line);
    }
  });

  it('shows every way to end from the beginning, so that the first one is seen as an increase', async () => {
    const lines = await linesOf(new BridgeMetrics());
    for (const reason of Object.keys(endings)) {
      expect(lines).toContain(`bridge_sessions_total{result="${reason}"} 0`);
    }
  });

  it('has a small and fixed set of labels, whatever the other sides send', async () => {
    const metrics = new BridgeMetrics();
    for (let code = 0; code < 5000; code += 1) metrics.closed('assistant', code);
    metrics.assistantFailed('wss://join-secret');
    const text = (await linesOf(metrics)).join('\n');
    expect(text).toContain('bridge_close_total{side="assistant",code="other"} 4987');
    expect(text.match(/^bridge_close_total/gm)).toHaveLength(14);
    expect(text).toContain('bridge_upstream_failures_total{code="other"} 1');
    expect(text).not.toContain('join-secret');
  });

  it('has all its names in the README', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'bridge', 'README.md'), 'utf8');
    const { registry } = new BridgeMetrics();
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
    const ofProcess = new Registry();
    collectProcessMetrics(ofProcess);
    const lag = /^nodejs_eventloop_lag_/;
    const others = ofProcess.getMetricsAsArray().filter(({ name }) => !lag.test(name));
    expect(others.filter(({ name }) => !text.includes(`\`${name}`))).toEqual([]);
  });

  it('is apart from any other one in the same process', async () => {
    new BridgeMetrics().dtmf();
    expect(await linesOf(new BridgeMetrics())).toContain('bridge_dtmf_total 0');
  });
});
