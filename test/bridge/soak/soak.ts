import { sign, ACCOUNT_SID, PUBLIC_URL } from '../support/fakeTwilio';
import { until } from '../support/until';
import type { Line } from '../faults/line';
import type { CallPlan, Stage } from '../faults/stage';

const FRAMES = 5;
const PATIENCE_MS = 30_000;

interface Ending {
  name: string;
  plan?: CallPlan;
  /** Ends a call whose ticket has come, in its own way. */
  run: (stage: Stage, line: Line, ticket: string) => Promise<void>;
}

const live = (end: (line: Line) => void): Ending['run'] => {
  return async (stage, line, ticket) => {
    await stage.connect(line, ticket);
    await until(() => line.vapi !== undefined, `call ${line.index}: Vapi is opened`, PATIENCE_MS);
    for (let frame = 0; frame < FRAMES; frame += 1) {
      line.callerSays();
      line.assistantSays();
    }
    await until(() => line.complete, `call ${line.index}: all audio arrives`, PATIENCE_MS);
    end(line);
    await until(() => line.streamClosed && line.vapiClosed, `call ${line.index}: it is over`, PATIENCE_MS);
  };
};

/** Ways for a call to end, on either side, in turn. */
const endings: readonly Ending[] = [
  { name: 'the caller hangs up', run: live(({ stream }) => stream?.stop()) },
  {
    name: 'Vapi ends the call',
    run: live(({ vapi }) => {
      vapi?.say({ type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' });
      vapi?.socket.close(1000);
    }),
  },
  { name: "the carrier's connection is lost", run: live(({ stream }) => stream?.socket.terminate()) },
  { name: "Vapi's connection is lost", run: live(({ vapi }) => vapi?.socket.terminate()) },
  {
    name: 'Vapi cannot be reached',
    plan: { create: () => ({ status: 500, body: {} }) },
    run: async (stage, line, ticket) => {
      await stage.connect(line, ticket);
      await until(() => line.streamClosed, `call ${line.index}: it is over`, PATIENCE_MS);
    },
  },
  {
    name: 'the caller hangs up before the stream',
    run: async (stage, line) => {
      const form = { CallSid: line.callSid, AccountSid: ACCOUNT_SID, CallStatus: 'completed' };
      await fetch(`http://127.0.0.1:${stage.bridge.port}/twilio/status`, {
        method: 'POST',
        headers: { 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/status`, form) },
        body: new URLSearchParams(form),
      });
    },
  },
];

export interface SoakOptions {
  calls: number;
  /** How many calls are under way at a time. */
  together: number;
  /** How many begin in a second at the most; without it as many as the machine can do. */
  perSecond?: number;
  /** Called after each call with how many are over. */
  onDone?: (over: number) => void;
}

/**
 * Makes short calls, one after the other on so many lines: webhook, ticket, stream, some frames each way, an end.
 * @throws when a call doesn't come off, or audio is lost or altered
 */
export async function soak(
  stage: Stage,
  { calls, together, perSecond = Infinity, onDone }: SoakOptions,
): Promise<void> {
  const start = performance.now();
  let begun = 0;
  let over = 0;
  const worker = async (): Promise<void> => {
    while (begun < calls) {
      const ending = endings[begun % endings.length];
      const early = start + (begun / perSecond) * 1000 - performance.now();
      begun += 1;
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      if (!ending) continue;
      const [line] = stage.newLines(1, ending.plan);
      if (!line) continue;
      try {
        await ending.run(stage, line, await stage.ring(line));
        if (line.problem !== undefined) throw new Error(`call ${line.index}: ${line.problem}`);
      } catch (cause) {
        throw new Error(`${ending.name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        });
      } finally {
        // A socket that Vapi opens only now belongs to a call that is over: the bridge closes it.
        stage.forget([line]);
      }
      over += 1;
      onDone?.(over);
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
}
