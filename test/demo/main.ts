import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { poll } from '../e2e/harness/poll';
import { repoRoot } from '../support/repo';
import { writeMulawWav } from '../support/wav';
import { account, webhookPaths } from '../world/account';
import { exampleWorkflow, startWorld, type World } from '../world/world';
import { writeCallLog } from './callLog';
import { check, checkAudio } from './check';
import { assistantLines, assistantScript, caller, callerLines, nextFriday } from './conversation';
import { Timeline } from './timeline';

const outputDir = join(repoRoot, 'demo-output');
const say = (line: string): void => console.log(line);

/** `npm run demo`: two phone calls through the real n8n and the real bridge, with only Vapi and Twilio emulated. */
async function main(): Promise<void> {
  const keep = process.argv.includes('--keep');
  const friday = nextFriday();
  mkdirSync(outputDir, { recursive: true });
  const world = await startWorld({
    workflows: [exampleWorkflow('clinic-front-desk'), exampleWorkflow('call-back')],
    log: (line) => say(`… ${line}`),
  });
  try {
    world.vapi.setScript(account.vapi.assistantId, assistantScript(friday));
    const timeline = new Timeline(say);
    world.vapi.on('timeline', timeline.onVapi);
    world.twilio.on('timeline', timeline.onTwilio);
    await outboundCall(world, timeline);
    await inboundCall(world, timeline, friday);
    await showCallLog(world);
    if (keep) await keepRunning(world);
  } finally {
    await world.stop();
  }
}

/** A website asks for a call-back; the Vapi node in n8n places the call. */
async function outboundCall({ vapi, n8n }: World, timeline: Timeline): Promise<void> {
  timeline.begin('Call 1: n8n lets the assistant call a customer (examples/call-back)');
  timeline.line('n8n', 'the website asks for a call-back to Grace Hopper');
  const response = await fetch(`${n8n.url}/webhook/${webhookPaths.callBack}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [account.callBackHeader.name]: account.callBackHeader.value,
    },
    body: JSON.stringify({ number: '+1 (415) 555-0177', name: 'Grace Hopper', reason: 'check-up' }),
  });
  const placed = (await response.json()) as { id?: string };
  check(response.ok && placed.id !== undefined, `n8n did not place the call: HTTP ${response.status}.`);
  const call = vapi.call(placed.id);
  check(call !== undefined, `Vapi has no call ${placed.id}.`);
  await call.done;
  check(call.variableValues.customerName === 'Grace Hopper', 'The variables did not reach Vapi.');
}

/** A caller rings the Twilio number; the bridge carries the audio; n8n answers the assistant's tools. */
async function inboundCall(
  { vapi, twilio, bridge }: World,
  timeline: Timeline,
  friday: string,
): Promise<void> {
  timeline.begin('Call 2: a caller books an appointment (examples/clinic-front-desk)');
  const result = await twilio.call({ from: account.caller, to: account.twilio.number, caller }).done;
  const call = vapi.calls.find(({ transport }) => transport === 'websocket');
  check(call !== undefined, 'The bridge opened no call at Vapi.');
  await call.done;
  await bridge.waitUntilIdle();

  const [free, booked] = call.toolResults;
  check(
    free?.result?.includes('14:00') === true,
    `check_availability: ${free?.noResult ?? free?.error ?? 'no answer'}`,
  );
  check(
    booked?.result?.includes(friday) === true,
    `book_appointment: ${booked?.noResult ?? booked?.error ?? 'no answer'}`,
  );
  check(result.errors.length === 0, `The caller's phone: ${result.errors.join('; ')}`);
  checkAudio(call, result, { assistant: assistantLines, caller: callerLines });

  const wav = join(outputDir, 'what-the-caller-heard.wav');
  writeMulawWav(wav, result.heard);
  say('');
  say(
    `Every sample arrived, both ways. What the caller heard, ${(result.heard.length / 8000).toFixed(1)} s: ${shown(wav)}`,
  );
}

/** The end-of-call reports, as n8n's workflow wrote them into its data table. */
async function showCallLog({ n8n }: World): Promise<void> {
  const rows = await poll('both calls in the call log', { timeoutMs: 15_000 }, async () => {
    const written = await n8n.rest.dataTableRows('clinic_call_log').catch(() => []);
    return written.length >= 2 ? written : undefined;
  });
  const csv = join(outputDir, 'call-log.csv');
  writeCallLog(csv, rows);
  say(`The call log of n8n (data table clinic_call_log), ${rows.length} calls: ${shown(csv)}`);
}

async function keepRunning({ n8n, vapi, bridge }: World): Promise<void> {
  say('');
  say(`n8n keeps running at ${n8n.url}  (${n8n.email} / ${n8n.password})`);
  say(`Vapi's stand-in at ${vapi.url}, the bridge at ${bridge.url}. Stop everything with Ctrl+C.`);
  // A timer holds the process open; the signal ends it.
  const timer = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  clearInterval(timer);
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}

main().catch((error: unknown) => {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
