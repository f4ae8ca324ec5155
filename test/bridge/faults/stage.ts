import { WebSocket } from 'ws';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  CALLED,
  CALLER,
  FakeTwilioRest,
  MEDIA_URL,
  PUBLIC_URL,
  readTwiml,
  sign,
  TwilioStream,
} from '../support/fakeTwilio';
import { FakeVapi, type CreateAnswer } from '../support/fakeVapi';
import { until } from '../support/until';
import type { BridgeUnderTest, Open } from './bridgeUnderTest';
import { Line } from './line';
import { Ticker } from './ticker';

export const FALLBACK_MESSAGE = 'We are sorry.';
/** An assistant that says nothing is given up after so long here; a user has 10 s unless told otherwise. */
export const ASSISTANT_SILENT_SECONDS = 4;
/** A bound for what needs no waiting; a loaded machine takes its time. */
const PATIENCE_MS = 20_000;

/** What goes wrong with a call before it is live. */
export interface CallPlan {
  create?: () => CreateAnswer | Promise<CreateAnswer>;
  upgrade?: number | 'silence';
  /** The status that Twilio's REST API answers updates of this call with. */
  restStatus?: number;
  /** The assistant's socket opens, and nothing ever comes over it. */
  isMute?: boolean;
}

export interface StageOptions {
  launch: (environment: Record<string, string>) => Promise<BridgeUnderTest>;
  environment?: Record<string, string>;
  /** Calls that nothing is done to. They talk all the time, and must not notice anything. */
  witnesses: number;
}

/** The bridge under test between stand-ins for Twilio and Vapi, with calls that can be broken one by one. */
export class Stage {
  readonly vapi = new FakeVapi();
  readonly rest = new FakeTwilioRest();
  readonly ticker = new Ticker();
  bridge!: BridgeUnderTest;
  environment: Record<string, string> = {};
  readonly #lines = new Map<string, Line>();
  readonly #plans = new Map<string, CallPlan>();
  #witnesses: Line[] = [];
  #placed = 0;

  static async start(options: StageOptions): Promise<Stage> {
    const stage = new Stage();
    const { vapi, rest } = stage;
    await vapi.start();
    await rest.start();
    vapi.keeps = false;
    rest.keeps = false;
    vapi.answerOf = (callSid) => stage.#plans.get(callSid)?.create?.();
    vapi.refusalOf = (callSid) => stage.#plans.get(callSid)?.upgrade;
    vapi.onCall = (call) => stage.#lines.get(call.carrierCallId)?.attachVapi(call);
    rest.statusOf = (path) => stage.#plans.get(callSidIn(path))?.restStatus ?? 200;
    rest.onUpdated = (path, fields) => stage.#lines.get(callSidIn(path))?.updated(fields);
    stage.environment = {
      BRIDGE_PUBLIC_URL: PUBLIC_URL,
      BRIDGE_API_KEY: 'bridge-api-key-of-the-tests',
      BRIDGE_HOST: '127.0.0.1',
      BRIDGE_PORT: '0',
      BRIDGE_FALLBACK_MESSAGE: FALLBACK_MESSAGE,
      BRIDGE_ASSISTANT_SILENT_SECONDS: String(ASSISTANT_SILENT_SECONDS),
      VAPI_API_KEY: 'vapi-private-key-of-the-tests',
      VAPI_BASE_URL: vapi.url,
      VAPI_ASSISTANT_ID: 'assistant-1',
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_BASE_URL: rest.url,
      ...options.environment,
    };
    stage.bridge = await options.launch(stage.environment);
    stage.#witnesses = stage.newLines(options.witnesses);
    await Promise.all(stage.#witnesses.map((line) => stage.placeLive(line)));
    return stage;
  }

  /** Lines for so many calls, not placed yet. */
  newLines(count: number, plan: CallPlan = {}): Line[] {
    return Array.from({ length: count }, () => {
      this.#placed += 1;
      const callSid = `CA${this.#placed.toString(16).padStart(32, '0')}`;
      const line = new Line(callSid, this.#placed);
      line.assistantTalks = plan.isMute !== true;
      this.#lines.set(callSid, line);
      this.#plans.set(callSid, plan);
      return line;
    });
  }

  /** Nothing more is expected of these calls. */
  forget(lines: readonly Line[]): void {
    for (const line of lines) {
      this.ticker.remove(line.turn);
      line.stream?.socket.terminate();
      line.vapi?.socket.terminate();
      this.#lines.delete(line.callSid);
      this.#plans.delete(line.callSid);
    }
  }

  /** Rings, and opens the stream that the answer asks for. The caller talks from then on. */
  async place(line: Line): Promise<void> {
    await this.connect(line, await this.ring(line));
    this.ticker.add(line.turn);
  }

  /** The same, until both ends have heard each other. */
  async placeLive(line: Line): Promise<void> {
    await this.connect(line, await this.ring(line));
    // Not before the bridge has its socket, too, and sends silence: until then it keeps 200 ms of the caller only, which
    // a busy machine needs longer than.
    await until(() => line.reachesVapi, `Vapi is opened for call ${line.index}`, PATIENCE_MS);
    this.ticker.add(line.turn);
    const heard = (): boolean => line.heardByCaller.received > 5 && line.heardByVapi.received > 5;
    await until(heard, `call ${line.index} is live`, PATIENCE_MS);
  }

  /** Asks the voice webhook; resolves with the ticket of the answer. */
  async ring(line: Line): Promise<string> {
    const form = { CallSid: line.callSid, AccountSid: ACCOUNT_SID, From: CALLER, To: CALLED };
    const answer = await fetch(`http://127.0.0.1:${this.bridge.port}/twilio/voice`, {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/voice`, form) },
      body: new URLSearchParams(form),
    });
    const { ticket } = readTwiml(await answer.text());
    if (ticket === undefined) throw new Error(`call ${line.index} was not connected (${answer.status})`);
    return ticket;
  }

  /** Opens the media socket and starts the stream. */
  async connect(line: Line, ticket: string): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.bridge.port}/twilio/media`, {
      headers: { 'x-twilio-signature': sign(MEDIA_URL) },
      perMessageDeflate: false,
    });
    const stream = new TwilioStream(socket, line.callSid);
    line.attachStream(stream);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    stream.start(ticket);
  }

  /** What was wrong with the calls that nothing was done to. */
  async witnessProblems(): Promise<string[]> {
    for (const line of this.#witnesses) this.ticker.remove(line.turn);
    const arrived = until(
      () => this.#witnesses.every((line) => line.complete),
      'all of it arrives',
      PATIENCE_MS,
    );
    await arrived.catch(() => undefined);
    for (const line of this.#witnesses) this.ticker.add(line.turn);
    return this.#witnesses.flatMap((line) => {
      if (line.streamClosed || line.vapiClosed) return [`witness ${line.index}: its call has ended`];
      const problem = line.problem ?? (line.complete ? undefined : 'audio is missing');
      return problem === undefined ? [] : [`witness ${line.index}: ${problem}`];
    });
  }

  /** Waits until nothing is open beyond the witnesses. @throws with what is left */
  async idle(): Promise<void> {
    const expected = this.#witnesses.length;
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const open = await this.bridge.open();
      if (isIdle(open, expected)) return;
      if (performance.now() > end) throw new Error(`left open: ${JSON.stringify(open)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The witnesses hang up. @throws when anything is left open then */
  async release(): Promise<void> {
    for (const line of this.#witnesses) line.stream?.stop();
    const witnesses = this.#witnesses;
    this.#witnesses = [];
    try {
      await this.idle();
    } finally {
      this.forget(witnesses);
    }
  }

  async stop(): Promise<void> {
    this.forget([...this.#lines.values()]);
    await this.bridge.stop();
    await this.vapi.stop();
    await this.rest.stop();
  }
}

/** Timers are told only by a bridge in this process; a live call has some. */
function isIdle({ sessions, tickets, carrierSockets, vapiSockets, timers }: Open, calls: number): boolean {
  if (calls === 0 && (timers ?? 0) !== 0) return false;
  return sessions === calls && tickets === 0 && carrierSockets === calls && vapiSockets === calls;
}

function callSidIn(path: string): string {
  return /\/Calls\/(CA[0-9a-f]{32})\.json/.exec(path)?.[1] ?? '';
}
