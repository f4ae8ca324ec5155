import { until } from '../support/until';
import type { Fault } from './faults';
import type { Line } from './line';
import { FALLBACK_MESSAGE, type Stage } from './stage';

export interface FaultReport {
  fault: string;
  calls: number;
  seconds: number;
  /** Longest silence of any caller who was there, in ms, from the fault on; `undefined` where none is. */
  silenceMs: number | undefined;
  problems: string[];
}

/** Does a fault to so many calls at once and looks what becomes of them. Never throws. */
export async function runFault(stage: Stage, fault: Fault, calls: number): Promise<FaultReport> {
  const begun = performance.now();
  const lines = stage.newLines(calls, fault.plan);
  const problems: string[] = [];
  let silenceMs: number | undefined;
  const noting = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) =>
      problems.push(error instanceof Error ? error.message : String(error)),
    );
  };
  await noting(Promise.all(lines.map((line) => (fault.live ? stage.placeLive(line) : stage.place(line)))));
  if (problems.length === 0) {
    for (const line of lines) line.ear.watch(performance.now());
    const outcomes = await Promise.allSettled(
      lines.map(async (line) => {
        await fault.inject?.(line);
        await assertOutcome(fault, line);
      }),
    );
    const reasons = outcomes.flatMap((one) =>
      one.status === 'rejected'
        ? [one.reason instanceof Error ? one.reason.message : String(one.reason)]
        : [],
    );
    problems.push(...reasons.slice(0, 3));
    if (reasons.length > 3) problems.push(`and ${reasons.length - 3} more`);
    if (fault.callerThere) {
      const now = performance.now();
      silenceMs = Math.round(Math.max(...lines.map((line) => line.ear.longestSilence(now))));
    }
  }
  stage.forget(lines);
  const seconds = (performance.now() - begun) / 1000;
  return { fault: fault.name, calls, seconds, silenceMs, problems };
}

/** @throws when a call doesn't go on as it must */
async function assertOutcome(fault: Fault, line: Line): Promise<void> {
  const { withinMs } = fault;
  const call = `call ${line.index}`;
  const bothClosed = async (): Promise<void> => {
    await until(() => line.streamClosed, `${call}: the stream is closed`, withinMs);
    // Who has stopped reading learns of the close only now.
    line.vapi?.socket.resume();
    await until(() => !line.vapi || line.vapiClosed, `${call}: Vapi is closed`, withinMs);
  };
  switch (fault.outcome) {
    case 'told':
      await until(() => line.updates.length > 0, `${call}: the caller is told`, withinMs);
      if (!line.updates[0]?.fields.Twiml?.includes(FALLBACK_MESSAGE)) {
        throw new Error(`${call}: updated with ${JSON.stringify(line.updates[0]?.fields)}`);
      }
      await bothClosed();
      break;
    case 'hung up':
      await until(() => line.updates.length > 0, `${call}: the call is ended`, withinMs);
      await bothClosed();
      break;
    case 'released':
      await until(() => line.vapiClosed, `${call}: Vapi is closed`, withinMs);
      if (line.updates.length > 0) throw new Error(`${call}: updated though the caller was gone`);
      break;
    case 'handed back':
      await bothClosed();
      if (line.updates.length > 0) throw new Error(`${call}: updated though REST fails`);
      break;
    case 'goes on':
      await goesOn(line, call, withinMs);
  }
  if (line.updates.length > 1) throw new Error(`${call}: updated ${line.updates.length} times`);
  if (line.problem !== undefined) throw new Error(`${call}: ${line.problem}`);
}

async function goesOn(line: Line, call: string, withinMs: number): Promise<void> {
  const { heardByCaller, heardByVapi } = line;
  const [byCaller, byVapi] = [heardByCaller.received + 25, heardByVapi.received + 25];
  const heard = (): boolean => line.heardByCaller.received > byCaller && line.heardByVapi.received > byVapi;
  await until(() => heard() || line.problem !== undefined, `${call}: audio flows again`, withinMs);
  line.ear.over(performance.now());
  line.callerTalks = false;
  line.assistantTalks = false;
  await until(() => line.complete || line.problem !== undefined, `${call}: all audio arrives`, withinMs);
  line.stream?.stop();
  await until(() => line.vapiClosed, `${call}: Vapi is closed`, withinMs);
  if (line.updates.length > 0) throw new Error(`${call}: updated though it goes on`);
}
