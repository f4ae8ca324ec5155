import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import { createCall } from '../restCreate';
import { isCallSid } from './callSid';

/** How long Telnyx lets a telephone ring, in s. */
const RINGING_S = { min: 5, max: 120 };

export interface DialOptions {
  apiBaseUrl: string;
  apiKey: string;
  accountId: string;
  /** Of the TeXML application. */
  applicationId: string;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** A call out. Numbers are E.164. */
export interface TelnyxDial {
  to: string;
  from: string;
  /** Is asked for the document when the call is answered. */
  answerUrl: string;
  /** Is told what becomes of the call. */
  statusUrl: string;
  /** Is told what has answered; undefined: nobody wants to know. */
  machineUrl: string | undefined;
  timeoutSeconds: number;
}

/**
 * Places a call by Telnyx's REST API (Telnyx docs, TeXML REST, "Initiate an outbound call"; "TeXML answering machine
 * detection", asynchronous mode).
 * @returns what names the call, if anything: the documented answer holds no id, but Telnyx is known to send `call_sid`
 * @throws BridgeError TELNYX_DIAL_FAILED
 */
export function placeCall(call: TelnyxDial, options: DialOptions): Promise<{ callSid: string | undefined }> {
  const { apiBaseUrl, apiKey, accountId, applicationId, dispatcher, userAgent, clock } = options;
  return createCall(
    {
      url: `${apiBaseUrl}/v2/texml/Accounts/${encodeURIComponent(accountId)}/Calls`,
      headers: { authorization: `Bearer ${apiKey}` },
      body: { ApplicationSid: applicationId, ...bodyOf(call) },
      read: (answer) => ({ callSid: [answer.call_sid, answer.sid].find(isCallSid) }),
    },
    { dispatcher, userAgent, clock, code: 'TELNYX_DIAL_FAILED' },
  );
}

function bodyOf(call: TelnyxDial): Record<string, unknown> {
  const { to, from, answerUrl, statusUrl, machineUrl, timeoutSeconds } = call;
  return {
    To: to,
    From: from,
    Url: answerUrl,
    UrlMethod: 'POST',
    StatusCallback: statusUrl,
    StatusCallbackMethod: 'POST',
    StatusCallbackEvent: 'initiated answered completed',
    Timeout: Math.min(Math.max(timeoutSeconds, RINGING_S.min), RINGING_S.max),
    ...(machineUrl !== undefined && {
      MachineDetection: 'Enable',
      AsyncAmd: true,
      AsyncAmdStatusCallback: machineUrl,
      AsyncAmdStatusCallbackMethod: 'POST',
    }),
  };
}
