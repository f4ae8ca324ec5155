import { coreUse, milliseconds, table, type Section } from './results';
import { runUndisturbed, SHORT_CALLS, type Bench } from './run';

const CALLS = 400;

/** How soon the carrier is told to drop what it has, once Vapi has told that the caller interrupts. */
export async function bargeIn(bench: Bench): Promise<Section> {
  const calls = bench.short ? SHORT_CALLS : CALLS;
  const { quietest, defects } = await runUndisturbed(bench, {
    relays: [{ name: 'bridge', calls }],
    warmUpMs: bench.short ? 500 : 6000,
    windowMs: bench.short ? 4000 : 30_000,
    windows: 1,
    // In the middle of 2 s of speech, most of which then waits in the bridge.
    speech: { burstMs: 2000, periodMs: 3000, interruptMs: 1000, leadFrames: 8, greets: false },
  });
  const { stretches, results } = quietest;
  const cleared = stretches[0]?.window.targets[0]?.speech?.timeToClear;
  const { interruptions = 0, uncleared = 0, stale = 0 } = results[0] ?? {};
  return {
    name: 'barge-in',
    title: 'From an interruption to the carrier’s clear',
    text: [
      `Bridge, ${calls} calls, each of them interrupted every 3 s, a second into 2 s of speech, while the callers talk. From \`user-interrupted\` written by Vapi to \`clear\` read by the carrier, in ms.`,
      table(
        ['interruptions', 'p50', 'p99', '999 of 1000', 'highest'],
        [
          [
            `${cleared?.count ?? 0}`,
            `**${milliseconds(cleared?.p50 ?? NaN)}**`,
            `**${milliseconds(cleared?.p99 ?? NaN)}**`,
            milliseconds(cleared?.p999 ?? NaN),
            milliseconds(cleared?.max ?? NaN),
          ],
        ],
      ),
      `Of ${interruptions} interruptions, warm-up included, ${uncleared} had no \`clear\`; ${stale} frames of what was cut off came after one.`,
      coreUse(stretches),
    ].join('\n\n'),
    defects,
  };
}
