import { readDocument } from '../../support/documents';
import type { DialRules } from '../dialDocument';
import type { CarrierStage, PlacedCall } from '../stage';
import { TwimlStage } from '../twimlStage';
import { ACCOUNT, API_KEY, FakeTelnyx, type RestRequest } from './emulator';

export const APPLICATION = '1700000000000000000';

/** Telnyx with a part of its own. Pages: developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/dial */
export class TelnyxStage extends TwimlStage implements CarrierStage {
  readonly carrier = 'telnyx';
  readonly failures = { change: 'TELNYX_API_FAILED', dial: 'TELNYX_DIAL_FAILED' };
  /** Whether the answer to a call out names the call, which is not documented. */
  namesCalls = true;
  protected readonly fake = new FakeTelnyx();
  protected readonly rules: DialRules = {
    dial: ['action', 'method', 'timeout', 'callerId'],
    noun: ['url', 'method', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'],
    timeout: [5, 120],
  };

  get environment(): Record<string, string> {
    return {
      ...this.fake.environment,
      TELNYX_ACCOUNT_ID: ACCOUNT,
      TELNYX_APPLICATION_ID: APPLICATION,
    };
  }

  override async start(): Promise<void> {
    this.fake.answerRest = (path) => this.#answerRest(path);
    await super.start();
  }

  async forge(path: string): Promise<number> {
    const fields = this.fake.form(this.fake.newCallSid());
    return (await this.fake.post(path, fields, this.fake.signatureHeaders('another body'))).status;
  }

  #answerRest(path: string): { status: number; body: unknown } {
    if (this.refusal !== undefined) {
      return { status: this.refusal, body: { errors: [{ code: '10015', title: 'Bad', detail: 'no' }] } };
    }
    const isCreation = path === `/v2/texml/Accounts/${ACCOUNT}/Calls`;
    if (!isCreation) return { status: 200, body: { data: { result: 'ok' } } };
    const request = this.fake.requests.at(-1);
    if (!request) throw new Error('unreachable');
    const callSid = this.fake.newCallSid();
    this.fake.bridgePort = this.bridgePort;
    this.placed.push(this.#place(request, callSid));
    const { To: to, From: from } = request.body;
    return {
      status: 200,
      body: { from, to, status: 'queued', ...(this.namesCalls && { call_sid: callSid }) },
    };
  }

  /** developers.telnyx.com/api-reference/texml-rest-commands/initiate-an-outbound-call */
  #place({ body, authorization }: RestRequest, callSid: string): PlacedCall {
    const known = ['ApplicationSid', 'To', 'From', 'Url', 'UrlMethod', 'Timeout'];
    const told = ['StatusCallback', 'StatusCallbackMethod', 'StatusCallbackEvent'];
    const detected = [
      'MachineDetection',
      'AsyncAmd',
      'AsyncAmdStatusCallback',
      'AsyncAmdStatusCallbackMethod',
    ];
    const unknown = Object.keys(body).filter((name) => ![...known, ...told, ...detected].includes(name));
    const fields = body as Record<string, unknown>;
    if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join()}`);
    if (authorization !== `Bearer ${API_KEY}` || body.ApplicationSid !== APPLICATION)
      throw new Error('not ours');
    const ringsFor = Number(body.Timeout);
    if (!(ringsFor >= 5 && ringsFor <= 120)) throw new Error(`Timeout ${body.Timeout}`);
    const events = body.StatusCallbackEvent?.split(' ') ?? [];
    const tell = (url: string | undefined, form: Record<string, string>): Promise<Response> =>
      this.tell(url ?? '', { ...this.fake.form(callSid), ...form });
    const isCancelled = (): boolean => this.ended.has(callSid);
    return {
      ...{ to: body.To ?? '', from: body.From ?? '', ringsFor },
      detectsMachine: fields.AsyncAmd === true && body.MachineDetection === 'Enable',
      ring: async () => {
        if (events.includes('initiated')) await tell(body.StatusCallback, { CallStatus: 'initiated' });
      },
      answer: async () => {
        if (events.includes('answered')) await tell(body.StatusCallback, { CallStatus: 'in-progress' });
        const xml = await (await tell(body.Url, { CallStatus: 'in-progress' })).text();
        const stream = await this.open(readDocument(xml), callSid);
        this.streams.push(stream);
        return stream;
      },
      machine: async (isMachine) => {
        const AnsweredBy = isMachine ? 'machine_start' : 'human';
        const { ConnectionId, AccountSid, CallSid } = this.fake.form(callSid);
        const form = { ConnectionId, AccountSid, CallSid, AnsweredBy } as Record<string, string>;
        await this.tell(body.AsyncAmdStatusCallback ?? '', form);
      },
      over: async (outcome) => {
        await tell(body.StatusCallback, { CallStatus: outcome });
      },
      get isCancelled() {
        return isCancelled();
      },
    };
  }
}
