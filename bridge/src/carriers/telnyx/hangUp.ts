import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Diversion } from '../../relay/peer';
import { sendUpdate, type RestUpdate } from '../restUpdate';
import { farewellTexml } from './answer';

/** The code of Telnyx's error "call has already ended" (Telnyx docs, API errors). */
const ALREADY_ENDED = '90018';

export interface CallControlOptions {
  apiBaseUrl: string;
  apiKey: string;
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

/** Changes live calls by Telnyx's REST API. A call that is over already is no failure. */
export class TelnyxCallControl {
  constructor(private readonly options: CallControlOptions) {}

  /**
   * Ends the call. Source: Telnyx docs, "Hangup call".
   * @throws BridgeError TELNYX_API_FAILED
   */
  complete({ callControlId }: TelnyxCall): Promise<void> {
    // Telnyx does a command once, however often it comes under one id.
    const command = { command_id: randomUUID() };
    return this.#post(`/v2/calls/${encodeURIComponent(callControlId)}/actions/hangup`, command);
  }

  /**
   * Replaces the rest of the call by a spoken message, and the number it is connected to or the hang-up. Source: Telnyx
   * docs, TeXML REST "Update call".
   * @throws BridgeError TELNYX_API_FAILED
   */
  divert({ userId, callSid }: TelnyxCall, { message, number }: Diversion): Promise<void> {
    const path = `/v2/texml/Accounts/${encodeURIComponent(userId)}/Calls/${encodeURIComponent(callSid)}`;
    return this.#post(path, new URLSearchParams({ Texml: farewellTexml(message, number) }));
  }

  #post(path: string, body: RestUpdate['body']): Promise<void> {
    const { apiBaseUrl, apiKey, dispatcher, userAgent, clock } = this.options;
    const update: RestUpdate = {
      method: 'POST',
      url: apiBaseUrl + path,
      headers: () => ({ authorization: `Bearer ${apiKey}` }),
      body,
      isOver: (status, answer) => status === 422 && codesOf(answer).includes(ALREADY_ENDED),
    };
    return sendUpdate(update, { dispatcher, userAgent, clock, code: 'TELNYX_API_FAILED' });
  }
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
