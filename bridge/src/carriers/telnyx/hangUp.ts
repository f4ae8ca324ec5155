import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion, TransferTarget } from '../../relay/peer';
import type { CallControl } from '../callControl';
import { sendHandOver, sendUpdate, type RestUpdate, type RestUpdateContext } from '../restUpdate';
import type { TwimlHandOver } from '../twilio/handOver';
import { farewellTexml } from './answer';

/** The code of Telnyx's error "call has already ended" (Telnyx docs, API errors). */
const ALREADY_ENDED = '90018';

export interface CallControlOptions {
  apiBaseUrl: string;
  apiKey: string;
  /** Writes the documents of hand-overs. */
  handOver: TwimlHandOver;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** A call at Telnyx. */
export interface TelnyxCall {
  /** The account. */
  userId: string;
  callControlId: string;
  /** The same call for TeXML. */
  callSid: string;
}

/** Changes live calls by Telnyx's REST API. A call that is over already is no failure, but for a hand-over. */
export class TelnyxCallControl implements CallControl<TelnyxCall> {
  readonly stayed = 'TELNYX_STAYED';

  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. Source: Telnyx docs, "Hangup call".
   * @throws BridgeError TELNYX_API_FAILED
   */
  hangUp({ callControlId }: TelnyxCall): Promise<void> {
    // Telnyx does a command once, however often it comes under one id.
    const command = { command_id: randomUUID() };
    return this.#send(`/v2/calls/${encodeURIComponent(callControlId)}/actions/hangup`, command);
  }

  /**
   * Ends a call of which only TeXML's id is known, such as one that still rings. Source: Telnyx docs, TeXML REST
   * "Update call".
   * @throws BridgeError TELNYX_API_FAILED
   */
  cancel(call: Pick<TelnyxCall, 'userId' | 'callSid'>): Promise<void> {
    return this.#send(pathOf(call), new URLSearchParams({ Status: 'completed' }));
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up. Source: Telnyx
   * docs, TeXML REST "Update call".
   * @throws BridgeError TELNYX_API_FAILED
   */
  divert(call: TelnyxCall, { message, number }: Diversion): Promise<void> {
    return this.#send(pathOf(call), new URLSearchParams({ Texml: farewellTexml(message, number) }));
  }

  /**
   * Connects the caller to somebody else, by another document as in `divert`.
   * @throws BridgeError TELNYX_API_FAILED, BODY_INVALID
   */
  async transfer(
    call: TelnyxCall,
    target: TransferTarget,
    sessionId: string,
  ): Promise<'taken' | 'unanswered'> {
    const Texml = this.options.handOver.document(target, sessionId);
    return sendHandOver(this.#post(pathOf(call), new URLSearchParams({ Texml })), this.#context);
  }

  checkTransfer(_call: TelnyxCall, target: TransferTarget, sessionId: string): void {
    this.options.handOver.check(target, sessionId);
  }

  get #context(): RestUpdateContext {
    const { dispatcher, userAgent, clock } = this.options;
    return { dispatcher, userAgent, clock, code: 'TELNYX_API_FAILED' };
  }

  #send(path: string, body: RestUpdate['body']): Promise<void> {
    const isOver = (status: number, answer: string): boolean =>
      status === 422 && codesOf(answer).includes(ALREADY_ENDED);
    return sendUpdate({ ...this.#post(path, body), isOver }, this.#context);
  }

  #post(path: string, body: RestUpdate['body']): RestUpdate {
    const { apiBaseUrl, apiKey } = this.options;
    return {
      method: 'POST',
      url: apiBaseUrl + path,
      headers: () => ({ authorization: `Bearer ${apiKey}` }),
      body,
    };
  }
}

/** The path of a call in TeXML's REST API. */
function pathOf({ userId, callSid }: Pick<TelnyxCall, 'userId' | 'callSid'>): string {
  return `/v2/texml/Accounts/${encodeURIComponent(userId)}/Calls/${encodeURIComponent(callSid)}`;
}

/** The codes of the errors in an answer: `{"errors":[{"code":"90018",…}]}`. */
function codesOf(answer: string): string[] {
  try {
    const { errors } = JSON.parse(answer) as { errors?: { code?: unknown }[] };
    return (errors ?? []).map(({ code }) => String(code));
  } catch {
    return [];
  }
}
