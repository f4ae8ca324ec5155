import { loadSpeech } from '../support/wav';
import { bytesHeard } from './support/audio';
import { Harness } from './support/harness';
import { until } from './support/until';

const BYTES_PER_MS = 8;

/** Cuts a recording into chunks of the given sizes in turn, each with the ms after which it has been said. */
function spoken(recording: Buffer, sizes: readonly number[]): Array<{ dueMs: number; chunk: Buffer }> {
  const chunks: Array<{ dueMs: number; chunk: Buffer }> = [];
  for (let [at, turn] = [0, 0]; at < recording.length; turn += 1) {
    const chunk = recording.subarray(at, at + (sizes[turn % sizes.length] ?? 160));
    at += chunk.length;
    chunks.push({ dueMs: at / BYTES_PER_MS, chunk });
  }
  return chunks;
}

/** Says recordings one after the other in real time, with a pause between them. */
async function say(
  recordings: readonly Buffer[],
  sizes: readonly number[],
  send: (chunk: Buffer) => void,
): Promise<void> {
  for (const recording of recordings) {
    const begun = performance.now();
    for (const { dueMs, chunk } of spoken(recording, sizes)) {
      const early = dueMs - (performance.now() - begun);
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      send(chunk);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

describe('real speech, in real time and in both directions at once', () => {
  let harness: Harness;
  beforeEach(async () => {
    // A tone would be put in if this machine stood still for two seconds.
    harness = await new Harness().start({ BRIDGE_WAITING_TONE: 'off' });
  });
  afterEach(() => harness.stop());

  it('arrives byte for byte, whatever the sizes it comes in', async () => {
    const talks = [
      {
        caller: { recordings: ['caller-ask', 'caller-bye'], sizes: [160] },
        assistant: { recordings: ['assistant-greeting', 'assistant-goodbye'], sizes: [640] },
      },
      {
        caller: { recordings: ['caller-confirm', 'caller-interrupt'], sizes: [23] },
        assistant: { recordings: ['assistant-offer', 'assistant-goodbye'], sizes: [77, 501] },
      },
      {
        caller: { recordings: ['caller-interrupt', 'caller-ask'], sizes: [8000] },
        assistant: { recordings: ['assistant-booked'], sizes: [1, 1599, 333, 16_000] },
      },
    ];
    await Promise.all(
      talks.map(async ({ caller, assistant }) => {
        const [byCaller, byAssistant] = [caller, assistant].map((side) => side.recordings.map(loadSpeech));
        const { stream, vapi } = await harness.call();
        await Promise.all([
          say(byCaller ?? [], caller.sizes, (chunk) => stream.media(chunk)),
          say(byAssistant ?? [], assistant.sizes, (chunk) => vapi.socket.send(chunk)),
        ]);
        const [callerSaid, assistantSaid] = [Buffer.concat(byCaller ?? []), Buffer.concat(byAssistant ?? [])];
        const heardByVapi = (): number => bytesHeard(callerSaid, Buffer.concat(vapi.audio));
        const heardByCaller = (): number => bytesHeard(assistantSaid, stream.heard());
        await until(() => heardByVapi() === callerSaid.length, 'Vapi has heard all');
        await until(() => heardByCaller() === assistantSaid.length, 'the caller has heard all');
        expect(stream.audio.every((frame) => frame.length === 160)).toBe(true);
      }),
    );
    for (const stream of harness.streams) stream.stop();
    await harness.idle();
  });
});
