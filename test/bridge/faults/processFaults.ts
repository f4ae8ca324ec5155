import { startTwilioEmulator, type CallResult } from '../../emulators/twilio';
import { CALLED, CALLER } from '../support/fakeTwilio';
import { until } from '../support/until';
import type { BridgeUnderTest } from './bridgeUnderTest';
import { type BridgeChild } from './bridgeUnderTest';
import type { FaultReport } from './runFault';
import { FALLBACK_MESSAGE, Stage } from './stage';

const DRAIN_SECONDS = 8;

type Launch = (environment: Record<string, string>) => Promise<BridgeChild>;

/** SIGTERM: some callers hang up in time, the others are told when the time to drain is over. */
export async function terminated(launch: Launch, calls: number): Promise<FaultReport> {
  return report('process: SIGTERM', calls, async (note) => {
    const { stage, child } = await start(launch, { BRIDGE_DRAIN_SECONDS: String(DRAIN_SECONDS) });
    try {
      const lines = stage.newLines(calls);
      await Promise.all(lines.map((line) => stage.placeLive(line)));
      for (const line of lines) line.ear.watch(performance.now());
      const exited = child.signal('SIGTERM');
      await until(() => child.lastLines().includes('bridge draining'), 'the bridge drains');
      const ready = await fetch(`http://127.0.0.1:${child.port}/readyz`);
      if (ready.status !== 503) note(`/readyz answers ${ready.status} while draining`);
      const [leaving, staying] = [
        lines.filter((_, at) => at % 2 === 0),
        lines.filter((_, at) => at % 2 === 1),
      ];
      for (const line of leaving) line.stream?.stop();
      const code = await exited;
      if (code !== 0) note(`it ended with ${code}`);
      const silenceMs = Math.max(...staying.map((line) => line.ear.longestSilence(performance.now())));
      await until(() => lines.every((line) => line.streamClosed && line.vapiClosed), 'all sockets close');
      if (leaving.some((line) => line.updates.length > 0)) note('a call was updated that had ended');
      const told = staying.filter((line) => line.updates[0]?.fields.Twiml?.includes(FALLBACK_MESSAGE));
      if (told.length !== staying.length) note(`${told.length} of ${staying.length} callers were told`);
      for (const { problem } of lines) if (problem !== undefined) note(problem);
      return silenceMs;
    } finally {
      await stage.stop();
    }
  });
}

/**
 * `kill -9`: each caller hears what follows `<Connect>` in the document of their call, which is played here by a
 * stand-in that runs the whole document. Then the process is started again at the same port, and takes calls.
 */
export async function killed(launch: Launch, calls: number): Promise<FaultReport> {
  return report('process: kill -9 and restart', calls, async (note) => {
    const { stage, child } = await start(launch, {});
    let again: BridgeUnderTest | undefined;
    const { TWILIO_ACCOUNT_SID = '', TWILIO_AUTH_TOKEN = '', BRIDGE_PUBLIC_URL = '' } = stage.environment;
    const twilio = await startTwilioEmulator({
      ...{ accountSid: TWILIO_ACCOUNT_SID, authToken: TWILIO_AUTH_TOKEN, timeScale: 0.01 },
      hosts: { [new URL(BRIDGE_PUBLIC_URL).host]: `http://127.0.0.1:${child.port}` },
      numbers: [{ number: CALLED, voiceUrl: `${BRIDGE_PUBLIC_URL}/twilio/voice` }],
    });
    try {
      let open = 0;
      const ring = (): Promise<CallResult> =>
        twilio.call({
          ...{ from: CALLER, to: CALLED },
          caller: async (line) => {
            await line.untilStreamOpen();
            open += 1;
          },
        }).done;
      const results = Array.from({ length: calls }, ring);
      await until(() => open === calls, 'all streams are open');
      const killedAt = performance.now();
      await child.signal('SIGKILL');
      const heard = await Promise.all(results);
      const overAfterMs = performance.now() - killedAt;
      const told = heard.filter(({ spoken }) => spoken.join().includes(FALLBACK_MESSAGE));
      if (told.length !== calls) note(`${told.length} of ${calls} callers heard what follows <Connect>`);

      again = stage.bridge = await launch({ ...stage.environment, BRIDGE_PORT: String(child.port) });
      const lines = stage.newLines(calls);
      await Promise.all(lines.map((line) => stage.placeLive(line)));
      for (const line of lines) line.stream?.stop();
      await stage.idle();
      return overAfterMs;
    } finally {
      await twilio.close();
      await stage.stop();
      await again?.stop();
    }
  });
}

async function start(
  launch: Launch,
  environment: Record<string, string>,
): Promise<{ stage: Stage; child: BridgeChild }> {
  const stage = await Stage.start({ launch, environment, witnesses: 0 });
  return { stage, child: stage.bridge as BridgeChild };
}

/** @param run resolves with the longest silence of a caller in ms */
async function report(
  fault: string,
  calls: number,
  run: (note: (problem: string) => void) => Promise<number>,
): Promise<FaultReport> {
  const begun = performance.now();
  const problems: string[] = [];
  let silenceMs: number | undefined;
  try {
    silenceMs = Math.round(await run((problem) => problems.push(problem)));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return { fault, calls, seconds: (performance.now() - begun) / 1000, silenceMs, problems };
}
