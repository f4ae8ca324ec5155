import type { Quantiles } from './load';
import { coreUse, milliseconds, table, type Section } from './results';
import { runUndisturbed, SHORT_CALLS, type Bench, type Run } from './run';

const CALLS = 200;
const BURST_MS = 2000;
/** The bridge's default lead, 160 ms, in frames. */
const LEAD_FRAMES = 8;

/** Shortly before the last burst has been played: speech without an end. And with a second of silence after each. */
const forms = [
  { name: 'without a break', periodMs: 1900 },
  { name: 'with pauses', periodMs: 3000 },
] as const;

/** How evenly frames reach the carrier while Vapi sends its speech in bursts of 2 s. */
export async function smoothness(bench: Bench): Promise<Section> {
  const calls = bench.short ? SHORT_CALLS : CALLS;
  const rows: string[][] = [];
  const leads: string[] = [];
  const runs: Run[] = [];
  const defects: string[] = [];
  for (const { name, periodMs } of forms) {
    const { quietest, defects: found } = await runUndisturbed(bench, {
      relays: [{ name: 'bridge', calls }],
      // Until the last one has spoken for the first time: before that, callers hear the bridge's waiting tone.
      warmUpMs: bench.short ? 3200 : 6000,
      windowMs: bench.short ? 3000 : 30_000,
      windows: 1,
      speech: { burstMs: BURST_MS, periodMs, interruptMs: 0, leadFrames: LEAD_FRAMES, greets: false },
    });
    runs.push(quietest);
    defects.push(...found);
    const speech = quietest.stretches[0]?.window.targets[0]?.speech;
    if (!speech) continue;
    rows.push([
      name,
      `${speech.interval.count}`,
      milliseconds(speech.interval.p50),
      `**${milliseconds(speech.jitter.p99)}**`,
      spread(speech.offGrid),
      spread(speech.ahead),
    ]);
    if (speech.lead.count > 0) {
      leads.push(
        `${name}, ${speech.lead.count} stretches: its ${LEAD_FRAMES} frames came within ${milliseconds(speech.lead.p50)} ms (p50), ${milliseconds(speech.lead.p99)} ms (p99)`,
      );
    }
  }
  const stretches = runs.flatMap((each) => each.stretches);
  return {
    name: 'smoothness',
    title: 'How evenly speech reaches the carrier',
    text: [
      `Bridge, ${calls} calls. Vapi sends speech in bursts of 2 s, every 1.9 s or every 3 s, while the callers talk too. All in ms, p50 / p99 / highest where there are three.`,
      table(
        [
          'speech',
          'frames',
          'interval p50',
          'off 20 ms, p99',
          'off the call’s 20 ms grid',
          'ready at the carrier',
        ],
        rows,
      ),
      `The first ${LEAD_FRAMES} frames of what is played without a break are the lead: they go at once and are not in the table’s first columns. ${leads.join('; ')}.`,
      coreUse(stretches),
    ].join('\n\n'),
    defects,
  };
}

function spread({ p50, p99, max }: Quantiles): string {
  return [p50, p99, max].map(milliseconds).join(' / ');
}
