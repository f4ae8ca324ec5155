import { PUBLIC_URL } from '../../support/fakeTwilio';
import {
  APPLICATION_ID,
  CALLED,
  FakeVonageRest,
  PRIVATE_KEY,
  SIGNATURE_SECRET,
  signedWebhook,
  vonageToken,
  VonageCall,
  type Ncco,
} from '../../support/fakeVonage';
import { StageBase, type CarrierStage, type Dialled, type StageStream } from '../stage';
import { linearOf, mulawOf } from './linear';

const CONNECT = ['action', 'eventType', 'eventUrl', 'eventMethod', 'timeout', 'from', 'endpoint'];
const ENDPOINTS: Readonly<Record<string, readonly string[]>> = {
  phone: ['type', 'number', 'onAnswer'],
  sip: ['type', 'uri'],
};
/** The events of a call that nobody answers, in their order: `completed` comes last of all. */
const UNANSWERED = { busy: 'busy', 'no-answer': 'timeout', failed: 'failed' } as const;

/** Vonage with a part of its own. Pages: developer.vonage.com/en/voice/voice-api/{ncco-reference,webhook-reference} */
export class VonageStage extends StageBase implements CarrierStage {
  readonly carrier = 'vonage';
  readonly failures = { change: 'VONAGE_API_FAILED', dial: 'VONAGE_DIAL_FAILED' };
  readonly #rest = new FakeVonageRest();
  readonly #calls: VonageCall[] = [];

  get environment(): Record<string, string> {
    return {
      VONAGE_APPLICATION_ID: APPLICATION_ID,
      VONAGE_PRIVATE_KEY: PRIVATE_KEY.replaceAll('\n', '\\n'),
      VONAGE_SIGNATURE_SECRET: SIGNATURE_SECRET,
      VONAGE_API_BASE_URL: this.#rest.url,
    };
  }

  async start(): Promise<void> {
    this.#rest.statusOf = () => this.refusal ?? 204;
    this.#rest.onUpdated = (uuid, body) => this.background(() => this.#change(uuid, body));
    await this.#rest.start();
  }

  async stop(): Promise<void> {
    this.leave();
    for (const call of this.#calls) call.socket?.terminate();
    await this.#rest.stop();
  }

  async call(): Promise<string> {
    const call = this.#newCall();
    await this.#open(call, (await (await call.answer()).json()) as Ncco);
    return call.uuid;
  }

  async forge(path: string): Promise<number> {
    const headers = {
      authorization: `Bearer ${vonageToken({ payload_hash: 'x' })}`,
      'content-type': 'application/json',
    };
    return (await fetch(this.#local(path), { method: 'POST', headers, body: '{}' })).status;
  }

  #newCall(uuid = `aaaaaaaa-bbbb-4ccc-8ddd-${String(this.#calls.length).padStart(12, '0')}`): VonageCall {
    const call = new VonageCall(uuid, this.bridgePort);
    this.#calls.push(call);
    return call;
  }

  #local(path: string): string {
    return `http://127.0.0.1:${this.bridgePort}${path}`;
  }

  async #open(call: VonageCall, ncco: Ncco): Promise<void> {
    const refused = await call.connect(ncco);
    if (refused !== undefined) throw new Error(`the stream was refused with status ${refused}`);
    const stream: StageStream = {
      heard: () => mulawOf(call.played()),
      heardSinceClear: () => (call.events.includes('clear') ? mulawOf(call.played(true)) : undefined),
      get clears() {
        return call.events.filter((event) => event === 'clear').length;
      },
      speak: (audio) => call.speak(linearOf(audio)),
      hangUp: () => call.socket?.close(1000),
      get isClosed() {
        return call.closeCode !== undefined;
      },
    };
    this.streams.push(stream);
  }

  /** What becomes of a call that was changed: it leaves its stream. */
  async #change(uuid: string, body: Record<string, unknown>): Promise<void> {
    const call = this.#calls.findLast((each) => each.uuid === uuid);
    call?.socket?.close();
    // Of the leg that was the stream.
    const over = signedWebhook({ uuid: 'cccccccc-bbbb-4ccc-8ddd-000000000000', status: 'completed' });
    await this.noted('', fetch(this.#local(`/vonage/stream/${uuid}`), over));
    if (body.action === 'hangup') {
      this.ended.add(uuid);
      this.leave();
      return;
    }
    const { ncco } = body.destination as { ncco: Ncco };
    await this.#carryOut(ncco, uuid);
  }

  async #carryOut(ncco: Ncco, uuid: string): Promise<void> {
    for (const [at, action] of ncco.entries()) {
      if (action.action === 'talk') this.spoken.push(String(action.text));
      if (action.action !== 'connect') continue;
      if ((action.endpoint as { type: string }[])[0]?.type === 'websocket') {
        await this.#open(this.#newCall(uuid), ncco.slice(at));
        return;
      }
      const next = await this.#dial(action, uuid);
      if (next) return this.#carryOut(next, uuid);
    }
    this.ended.add(uuid);
  }

  /** @returns what the rest of the document is replaced by */
  async #dial(action: Record<string, unknown>, uuid: string): Promise<Ncco | undefined> {
    const { eventUrl, onAnswer, ...dialled } = readConnect(action);
    this.dialled.push(dialled);
    const leg = `bbbbbbbb-bbbb-4ccc-8ddd-${String(this.dialled.length).padStart(12, '0')}`;
    const tell = async (status: string): Promise<Ncco | undefined> => {
      if (!eventUrl.startsWith(PUBLIC_URL)) throw new Error(`not an address of the bridge: ${eventUrl}`);
      const path = eventUrl.slice(PUBLIC_URL.length);
      const event = { uuid: leg, from: action.from, to: dialled.to, status, direction: 'outbound' };
      const response = await this.noted(path, fetch(this.#local(path), signedWebhook(event)));
      return response.status === 200 ? ((await response.json()) as Ncco) : undefined;
    };
    await tell('ringing');
    if (this.outcome === 'caller-hangs-up') {
      this.ended.add(uuid);
      await tell('cancelled');
      const over = signedWebhook({ uuid, status: 'completed' });
      await this.noted('/vonage/event', fetch(this.#local('/vonage/event'), over));
      return [];
    }
    if (this.outcome !== 'talks') {
      const next = await tell(UNANSWERED[this.outcome]);
      // Only the first answer counts.
      if ((await tell('completed')) !== undefined) throw new Error('answered twice');
      return next;
    }
    if (onAnswer !== undefined) {
      const path = onAnswer.slice(PUBLIC_URL.length);
      const words = (await (await this.noted(path, fetch(this.#local(path)))).json()) as Ncco;
      this.whispered.push(...words.map(({ text }) => String(text)));
    }
    await tell('answered');
    await this.left;
    if (!this.ended.has(uuid)) await tell('completed');
    return undefined;
  }
}

/** Reads an action as strictly as the page of the NCCO. */
function readConnect(action: Record<string, unknown>): Dialled & { eventUrl: string; onAnswer?: string } {
  const unknown = Object.keys(action).filter((name) => !CONNECT.includes(name));
  const [endpoint = {}] = action.endpoint as Record<string, unknown>[];
  const known = ENDPOINTS[String(endpoint.type)] ?? [];
  unknown.push(...Object.keys(endpoint).filter((name) => !known.includes(name)));
  if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join()}`);
  if (action.eventType !== 'synchronous' || action.eventMethod !== 'POST')
    throw new Error('not asked what to do next');
  // One of the account's, in E.164 without a plus.
  if (action.from !== CALLED && !/^\d{7,15}$/.test(String(action.from)))
    throw new Error(`from ${String(action.from)}`);
  const isPhone = endpoint.type === 'phone';
  const [eventUrl = ''] = action.eventUrl as string[];
  return {
    kind: isPhone ? 'number' : 'sip',
    to: isPhone ? `+${String(endpoint.number)}` : String(endpoint.uri),
    callerId: `+${String(action.from)}`,
    timeoutSeconds: Number(action.timeout),
    eventUrl,
    onAnswer: (endpoint.onAnswer as { url: string } | undefined)?.url,
  };
}
