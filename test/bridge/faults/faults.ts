import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { audioOf } from '../support/audio';
import type { CreateAnswer } from '../support/fakeVapi';
import { until } from '../support/until';
import type { Line } from './line';
import { ASSISTANT_SILENT_SECONDS, type CallPlan } from './stage';

/** How a call must go on after its fault. */
export type Outcome =
  /** The carrier is asked to speak the fallback message, and the stream ends. */
  | 'told'
  /** The carrier is asked to end the call. */
  | 'hung up'
  /** The carrier's side is gone: the assistant's call is ended. */
  | 'released'
  /** The stream is closed by the bridge, so that the carrier goes on with the document of the call. */
  | 'handed back'
  /** As if nothing had been: audio flows both ways, every byte of it. */
  | 'goes on';

export interface Fault {
  name: string;
  plan?: CallPlan;
  /** Whether both ends have talked before the fault; else it is there from the beginning. */
  live: boolean;
  inject?: (line: Line) => void | Promise<void>;
  outcome: Outcome;
  /** By when the outcome must have come, in ms; far more than it should take. */
  withinMs: number;
  /** Whether the caller is still there to hear silence. */
  callerThere: boolean;
  /** What the bridge is set to beyond the rest. */
  environment?: Record<string, string>;
  /** Whether it fills memory: it is done twice then, since what the first time took is kept for the next. */
  isHeavy?: boolean;
  /** Whether the bridge must first have heard a second of silence in step with time, which a busy machine can't send. */
  needsSteadyTime?: boolean;
}

const RECONNECT = { BRIDGE_RECONNECT: 'on' };
const never = new Promise<CreateAnswer>(() => undefined);
const second = audioOf(8000, 1);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The connection below a WebSocket. */
const below = (socket: WebSocket | undefined): Socket =>
  (socket as unknown as { _socket: Socket } | undefined)?._socket as Socket;

const early = (name: string, plan: CallPlan, outcome: Outcome = 'told'): Fault => ({
  ...{ name, plan, live: false, outcome, withinMs: 15_000, callerThere: true },
});
const dropped = (name: string, inject: Fault['inject'], outcome: Outcome = 'told'): Fault => ({
  ...{ name, live: true, inject, outcome, withinMs: 20_000, callerThere: true },
});
const gone = (name: string, inject: Fault['inject']): Fault => ({
  ...{ name, live: true, inject, outcome: 'released', withinMs: 20_000, callerThere: false },
});

/** Sends, and lets others have their turn, until `enough` says so. */
async function flood(rounds: number, enough: () => boolean, send: (round: number) => void): Promise<void> {
  for (let round = 0; round < rounds && !enough(); round += 1) {
    send(round);
    if (round % 10 === 9) await wait(1);
  }
}

const conversation = JSON.stringify({
  type: 'conversation-update',
  conversation: Array.from({ length: 100 }, (_, turn) => ({ role: 'user', content: `${turn} `.repeat(60) })),
});

const vapiFaults: Fault[] = [
  early('Vapi: create answers 429', { create: () => ({ status: 429, body: {} }) }),
  early('Vapi: create answers 500', { create: () => ({ status: 500, body: {} }) }),
  early('Vapi: create never answers', { create: () => never }),
  early('Vapi: create is cut', { create: () => 'reset' }),
  early('Vapi: socket refused', { upgrade: 403 }),
  early('Vapi: socket never opens', { upgrade: 'silence' }),
  dropped('Vapi: socket closed with 1000', ({ vapi }) => vapi?.socket.close(1000), 'hung up'),
  dropped('Vapi: socket closed with 1011', ({ vapi }) => vapi?.socket.close(1011)),
  dropped('Vapi: socket closed without code', ({ vapi }) => vapi?.socket.close()),
  dropped('Vapi: connection reset', ({ vapi }) => void below(vapi?.socket).resetAndDestroy()),
  dropped('Vapi: connection ended without close', ({ vapi }) => void below(vapi?.socket).end()),
  dropped('Vapi: invalid frames', ({ vapi }) => void below(vapi?.socket).write(Buffer.alloc(64, 0xf3))),
  {
    ...early('Vapi: silent from the beginning', { isMute: true }),
    withinMs: (ASSISTANT_SILENT_SECONDS + 15) * 1000,
  },
  dropped('Vapi: silent while it listens', (line) =>
    silencedWhen(line, ({ speaking, done }) => !speaking && done > 0.8),
  ),
  dropped('Vapi: silent in mid-utterance', (line) =>
    silencedWhen(line, ({ speaking, done }) => speaking && done > 0.3 && done < 0.7),
  ),
  dropped('Vapi: half-open', async (line) => {
    await silencedWhen(line, () => true);
    line.vapi?.socket.pause();
  }),
  dropped(
    'Vapi: stops reading for 3 s',
    async ({ vapi }) => {
      vapi?.socket.pause();
      await wait(3000);
      vapi?.socket.resume();
    },
    'goes on',
  ),
  dropped(
    'Vapi: floods audio',
    async (line) => {
      line.assistantTalks = false;
      const over = (): boolean => line.updates.length > 0 || line.vapiClosed;
      await flood(400, over, () => line.vapi?.socket.send(second));
    },
    'hung up',
  ),
  dropped(
    'Vapi: floods text',
    (line) =>
      flood(
        150,
        () => line.vapiClosed,
        () => line.vapi?.socket.send(conversation),
      ),
    'goes on',
  ),
  dropped(
    'Vapi: floods broken text',
    (line) =>
      flood(
        300,
        () => line.vapiClosed,
        (round) => line.vapi?.socket.send(brokenVapiText(round)),
      ),
    'goes on',
  ),
  dropped(
    'Vapi: floods pings, reads no pong for 1 s',
    async (line) => {
      // What the caller says meanwhile would be kept for 200 ms only.
      line.callerTalks = false;
      line.vapi?.socket.pause();
      await flood(
        5000,
        () => line.vapiClosed,
        () => line.vapi?.socket.ping(Buffer.alloc(120, 1)),
      );
      await wait(1000);
      line.vapi?.socket.resume();
      line.callerTalks = true;
    },
    'goes on',
  ),
];

const reconnectFaults: Fault[] = [
  {
    ...dropped('Vapi: connection reset, with reconnect', reconnected, 'goes on'),
    environment: RECONNECT,
  },
  {
    ...dropped('Vapi: reset again after the reconnect', async (line) => {
      await reconnected(line);
      below(line.vapi?.socket).resetAndDestroy();
    }),
    environment: RECONNECT,
  },
];

const carrierFaults: Fault[] = [
  gone('carrier: connection reset', ({ stream }) => void below(stream?.socket).resetAndDestroy()),
  gone('carrier: connection ended without close', ({ stream }) => void below(stream?.socket).end()),
  gone('carrier: half-open', (line) => {
    line.callerTalks = false;
    line.stream?.socket.pause();
  }),
  gone('carrier: stop without close', (line) => {
    line.callerTalks = false;
    line.stream?.sayStop();
  }),
  gone('carrier: close without stop', ({ stream }) => stream?.socket.close()),
  gone('carrier: invalid frames', ({ stream }) => void below(stream?.socket).write(Buffer.alloc(64, 0xf3))),
  {
    ...dropped(
      'carrier: stops reading for 3 s, while an utterance comes at once',
      async (line) => {
        line.assistantTalks = false;
        line.stream?.socket.pause();
        for (let frame = 0; frame < 250; frame += 1) line.assistantSays();
        await wait(3000);
        line.stream?.socket.resume();
        const heard = (): boolean => line.heardByCaller.received >= line.saidByVapi - 25;
        await until(heard, `call ${line.index}: the utterance is heard`, 20_000);
        line.assistantTalks = true;
      },
      'goes on',
    ),
    callerThere: false,
  },
  {
    ...dropped(
      'carrier: stops reading for 3 s, and plays late what it then gets',
      async (line) => {
        // Until the bridge has seen how long an echo takes.
        await wait(5000);
        line.stream?.socket.pause();
        await wait(3000);
        line.stream?.socket.resume();
        const call = `call ${line.index}`;
        await until(() => line.delayMs > 1500, `${call}: the caller hears late`, 10_000);
        await until(() => line.delayMs < 400, `${call}: the caller hears in time again`, 30_000);
      },
      'goes on',
    ),
    callerThere: false,
  },
  dropped('carrier: garbage', garbage, 'goes on'),
  dropped('carrier: second start', ({ stream }) => stream?.start('another-ticket'), 'goes on'),
  {
    ...dropped(
      'carrier: REST fails, Vapi reset',
      ({ vapi }) => void below(vapi?.socket).resetAndDestroy(),
      'handed back',
    ),
    plan: { restStatus: 500 },
  },
];

/** All that is done to single calls, the other calls looking on. */
export const faults: readonly Fault[] = [...vapiFaults, ...carrierFaults, ...reconnectFaults].map(
  (fault) => ({
    ...fault,
    isHeavy: /floods|garbage/.test(fault.name),
    needsSteadyTime: /silent (while|in mid)|plays late/.test(fault.name),
  }),
);

/** The assistant is lost and replaced; what was under way to and from the first one is lost with it. */
async function reconnected(line: Line): Promise<void> {
  const { assistants } = line;
  below(line.vapi?.socket).resetAndDestroy();
  const reached = (): boolean => line.assistants > assistants && line.reachesVapi;
  await until(reached, `call ${line.index}: another assistant`, 20_000);
  line.startOver();
}

/**
 * From a certain point of a turn on nothing comes from Vapi any more, though its socket lives. It has listened once
 * before: of an assistant that has never sent silence nobody can say that its silence means something.
 */
async function silencedWhen(line: Line, isPoint: (phase: Line['phase']) => boolean): Promise<void> {
  const reached = (): boolean => line.hasListened && isPoint(line.phase);
  await until(reached, `call ${line.index}: the point in its turn`, 20_000);
  line.assistantTalks = false;
  // The silence of a conversation is none of the fault's.
  line.ear.watch(performance.now());
}

function garbage({ stream }: Line): void {
  const junk = [
    '',
    '{',
    '[]',
    'null',
    '"media"',
    '{"event":"media"}',
    '{"event":"media","media":{"payload":"%"}}',
  ];
  for (let round = 0; round < 200; round += 1) {
    stream?.send(junk[round % junk.length]);
    stream?.socket.send(audioOf(1 + (round % 300), round));
    stream?.send(`{"event":"mark","streamSid":"${stream.streamSid}","mark":{"name":"${'x'.repeat(round)}"}}`);
  }
}

function brokenVapiText(round: number): string {
  const texts = [
    '{"type":"user-interrupted"',
    '[]',
    '{"type":"hang"}',
    '{"message":"status-update"}',
    '',
    'null',
  ];
  return texts[round % texts.length] ?? '';
}
