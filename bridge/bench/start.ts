import { coreUse, milliseconds, table, type Section } from './results';
import { defectsOf, run, SHORT_CALLS, type Bench } from './run';

const CALLS = 200;

/** How soon a caller hears an assistant that was there, and had begun to speak, before the carrier's stream began. */
export async function start(bench: Bench): Promise<Section> {
  const calls = bench.short ? SHORT_CALLS : CALLS;
  const { stretches, results } = await run(bench, {
    relays: [{ name: 'bridge', calls }],
    warmUpMs: 500,
    windowMs: 1000,
    windows: 1,
    speech: { burstMs: 2000, periodMs: 0, interruptMs: 0, leadFrames: 8, greets: true },
  });
  const first = results[0]?.firstAudio;
  return {
    name: 'start',
    title: 'From the start of the stream to the first word',
    text: [
      `Bridge, ${calls} calls, set up one after the other while those before them talk. Vapi was joined, and had sent 2 s of speech, at least 50 ms before. From the carrier’s \`start\` written to the first frame of that speech read, in ms.`,
      table(
        ['calls', 'p50', 'p99', 'highest'],
        [
          [
            `${first?.count ?? 0}`,
            `**${milliseconds(first?.p50 ?? NaN)}**`,
            `**${milliseconds(first?.p99 ?? NaN)}**`,
            milliseconds(first?.max ?? NaN),
          ],
        ],
      ),
      coreUse(stretches),
    ].join('\n\n'),
    defects: defectsOf(results),
  };
}
