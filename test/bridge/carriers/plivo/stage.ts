import { XMLParser } from 'fast-xml-parser';
import {
  AUTH_ID,
  AUTH_TOKEN,
  FakePlivoRest,
  PlivoCall,
  plivoProof,
  readPlivoXml,
  signedForm,
  type PlivoUpdate,
} from '../../support/fakePlivo';
import { PUBLIC_URL } from '../../support/fakeTwilio';
import { StageBase, type CarrierStage, type Dialled, type PlacedCall, type StageStream } from '../stage';

const DIAL_ATTRIBUTES = [
  'action',
  'method',
  'callbackUrl',
  'callbackMethod',
  'timeout',
  'callerId',
  'confirmSound',
];
const CREATION = [
  ...['from', 'to', 'answer_url', 'answer_method', 'ring_url', 'ring_method', 'hangup_url', 'hangup_method'],
  ...['ring_timeout', 'machine_detection', 'machine_detection_url', 'machine_detection_method'],
];

/**
 * Plivo with a part of its own. Pages: plivo.com/docs/voice/xml/dial, docs.plivo.com/docs/voice/api/call/make-a-call,
 * …/machine-detection, …/use-cases/dial-status-reporting
 */
export class PlivoStage extends StageBase implements CarrierStage {
  readonly carrier = 'plivo';
  readonly failures = { change: 'PLIVO_API_FAILED', dial: 'PLIVO_DIAL_FAILED' };
  readonly #rest = new FakePlivoRest();
  readonly #calls: PlivoCall[] = [];

  get environment(): Record<string, string> {
    return { PLIVO_AUTH_ID: AUTH_ID, PLIVO_AUTH_TOKEN: AUTH_TOKEN, PLIVO_API_BASE_URL: this.#rest.url };
  }

  async start(): Promise<void> {
    this.#rest.answer = (update) => this.#answerRest(update);
    this.#rest.onUpdated = (update) => this.background(() => this.#change(update));
    await this.#rest.start();
  }

  async stop(): Promise<void> {
    this.leave();
    for (const call of this.#calls) call.socket?.terminate();
    await this.#rest.stop();
  }

  async call(): Promise<string> {
    const call = this.#newCall();
    await this.#open(call, await (await call.answer()).text());
    return call.uuid;
  }

  async forge(path: string): Promise<number> {
    const form = this.#newCall().form();
    const headers = plivoProof(PUBLIC_URL + path, form, 'another token');
    const body = new URLSearchParams(form);
    return (await fetch(this.#local(path), { method: 'POST', headers, body })).status;
  }

  #newCall(uuid = `ac0de1ee-bbbb-4ccc-8ddd-${String(this.#calls.length).padStart(12, '0')}`): PlivoCall {
    const call = new PlivoCall(uuid, this.bridgePort);
    this.#calls.push(call);
    return call;
  }

  #local(path: string): string {
    return `http://127.0.0.1:${this.bridgePort}${path}`;
  }

  async #open(call: PlivoCall, xml: string): Promise<StageStream> {
    const refused = await call.connect(readPlivoXml(xml));
    if (refused !== undefined) throw new Error(`the stream was refused with status ${refused}`);
    const stream: StageStream = {
      heard: () => call.played(),
      heardSinceClear: () => (call.events.includes('clear') ? call.played(true) : undefined),
      get clears() {
        return call.events.filter((event) => event === 'clear').length;
      },
      speak: (audio) => call.speak(audio),
      hangUp: () => call.socket?.close(1000),
      get isClosed() {
        return call.closeCode !== undefined;
      },
    };
    this.streams.push(stream);
    return stream;
  }

  async #tell(url: string, fields: Record<string, string>): Promise<string> {
    if (!url.startsWith(PUBLIC_URL)) throw new Error(`not an address of the bridge: ${url}`);
    const path = url.slice(PUBLIC_URL.length);
    return (await this.noted(path, fetch(this.#local(path), signedForm(path, fields)))).text();
  }

  #answerRest({ method, path, body }: PlivoUpdate): { status: number; body?: unknown } | undefined {
    if (this.refusal !== undefined) return { status: this.refusal, body: { error: 'no' } };
    if (method !== 'POST' || path !== `/v1/Account/${AUTH_ID}/Call/`) return undefined;
    const unknown = Object.keys(body).filter((name) => !CREATION.includes(name));
    if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join()}`);
    const request = `9834029e-58b6-41e1-8b8b-${String(this.placed.length).padStart(12, '0')}`;
    this.placed.push(this.#place(body, request));
    return { status: 201, body: { message: 'call fired', request_uuid: request, api_id: 'x' } };
  }

  /** What becomes of a call that was changed: it leaves its stream. */
  async #change({ method, path, body }: PlivoUpdate): Promise<void> {
    const uuid = path.split('/').at(-2) ?? '';
    if (method === 'DELETE') {
      this.ended.add(uuid);
      this.leave();
    }
    const call = this.#calls.findLast((each) => each.uuid === uuid);
    if (!call || (method === 'POST' && body.aleg_url === undefined)) return;
    const { aleg_url: url } = body;
    const xml =
      url === undefined ? undefined : await this.#tell(url, { ...call.form(), CallStatus: 'in-progress' });
    call.socket?.close();
    if (xml !== undefined) await this.#carryOut(xml, call);
  }

  async #carryOut(xml: string, call: PlivoCall): Promise<void> {
    if (!xml.includes('<Dial ')) {
      const { stream, speak } = readPlivoXml(xml);
      if (stream) await this.#open(this.#newCall(call.uuid), xml);
      else this.ended.add(call.uuid);
      if (!stream && speak !== undefined) this.spoken.push(speak);
      return;
    }
    const { attributes, speak, ...dialled } = readDial(xml);
    if (speak !== undefined) this.spoken.push(speak);
    this.dialled.push(dialled);
    const { action = '', callbackUrl = '', confirmSound } = attributes;
    const form = { ...call.form(), CallStatus: 'in-progress', DialALegUUID: call.uuid };
    if (this.outcome === 'caller-hangs-up') {
      this.ended.add(call.uuid);
      await this.#tell(action, {
        ...form,
        CallStatus: 'completed',
        DialStatus: 'no-answer',
        DialBLegUUID: '',
      });
      return;
    }
    if (this.outcome === 'talks') {
      const other = { ...form, DialBLegUUID: 'b0000000-bbbb-4ccc-8ddd-000000000000' };
      await this.#tell(callbackUrl, { ...other, Event: 'DialAnswer', DialAction: 'answer' });
      if (confirmSound !== undefined) {
        const words = readPlivoXml(
          await this.#tell(confirmSound, { ...other, Event: 'DialRemoteSounds' }),
        ).speak;
        if (words !== undefined) this.whispered.push(words);
      }
      await this.#tell(callbackUrl, { ...other, Event: 'DialConnected', DialAction: 'connected' });
      await this.left;
      if (this.ended.has(call.uuid)) return;
    }
    const DialStatus = { talks: 'completed', busy: 'busy', 'no-answer': 'no-answer', failed: 'failed' }[
      this.outcome
    ];
    await this.#carryOut(await this.#tell(action, { ...form, Event: 'Redirect', DialStatus }), call);
  }

  #place(body: Record<string, string>, request: string): PlacedCall {
    // Nothing says that the call has the id of its request.
    const call = this.#newCall();
    const form = { ...call.form(), Direction: 'outbound', RequestUUID: request };
    const isCancelled = (): boolean => this.ended.has(request);
    return {
      ...{ to: `+${body.to}`, from: `+${body.from}`, ringsFor: Number(body.ring_timeout) },
      detectsMachine: body.machine_detection === 'true',
      ring: async () => void (await this.#tell(body.ring_url ?? '', { ...form, Event: 'Ring' })),
      answer: async () => {
        const xml = await this.#tell(body.answer_url ?? '', { ...form, CallStatus: 'in-progress' });
        return this.#open(call, xml);
      },
      machine: async (isMachine) => {
        const detected = { Event: 'MachineDetection', CallStatus: 'in-progress', Machine: String(isMachine) };
        await this.#tell(body.machine_detection_url ?? '', { ...form, ...detected });
      },
      over: async (outcome) => {
        const CallStatus = outcome === 'canceled' ? 'cancel' : outcome;
        await this.#tell(body.hangup_url ?? '', { ...form, Event: 'Hangup', CallStatus });
      },
      get isCancelled() {
        return isCancelled();
      },
    };
  }
}

/** Reads a document as strictly as Plivo's page of `<Dial>`. */
function readDial(xml: string): Dialled & { attributes: Record<string, string>; speak: string | undefined } {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });
  const { Response: response } = parser.parse(xml) as { Response: Record<string, unknown> };
  const { Number: number, User: user, ...rest } = response.Dial as Record<string, string>;
  const attributes = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name.replace('@', ''), String(value)]),
  );
  const unknown = Object.keys(attributes).filter((name) => !DIAL_ATTRIBUTES.includes(name));
  if (unknown.length > 0) throw new Error(`unknown attributes: ${unknown.join()}`);
  const { callerId, timeout, method, callbackMethod } = attributes;
  if (method !== 'POST' || callbackMethod !== 'POST') throw new Error('not told by POST');
  if (number !== undefined && !/^\d{7,15}$/.test(number)) throw new Error(`number ${number}`);
  if (callerId !== undefined && !/^\d{7,15}$/.test(callerId)) throw new Error(`callerId ${callerId}`);
  return {
    kind: number === undefined ? 'sip' : 'number',
    to: number === undefined ? (user ?? '') : `+${number}`,
    callerId: callerId === undefined ? undefined : `+${callerId}`,
    timeoutSeconds: Number(timeout),
    speak: response.Speak as string | undefined,
    attributes,
  };
}
