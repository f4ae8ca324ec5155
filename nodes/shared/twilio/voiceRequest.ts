/** What Twilio says about a call when it asks the voice URL what to do. Fields that it left out or empty are absent. */
export interface VoiceRequest {
  callSid: string;
  /** `ringing` for a new call, `in-progress` when other TwiML sent it here. */
  status: string;
  /** E.164, a SIP address, `client:…`, or nothing for an unknown caller. */
  from: string;
  to: string;
  callerName?: string;
  forwardedFrom?: string;
  /** STIR/SHAKEN: how far the carrier vouches for the caller's number. */
  stirVerstat?: string;
  caller: Place;
  called: Place;
}

/** Where a number is registered, as far as Twilio knows. */
export interface Place {
  city?: string;
  state?: string;
  zip?: string;
  country?: string;
}

/** The fields of a form as Twilio posts it: percent-encoded UTF-8. Without n8n's parser, which folds names with brackets. */
export function parseForm(body: Buffer | string): URLSearchParams {
  return new URLSearchParams(body.toString());
}

/**
 * Reads the form of a voice webhook.
 * Source: Twilio docs, TwiML for Programmable Voice, "Twilio's request parameters".
 *
 * @returns undefined when it is not about a call
 */
export function parseVoiceRequest(form: URLSearchParams): VoiceRequest | undefined {
  const callSid = form.get('CallSid') ?? '';
  if (callSid === '') return undefined;
  return {
    callSid,
    status: form.get('CallStatus') ?? '',
    from: form.get('From') ?? form.get('Caller') ?? '',
    to: form.get('To') ?? form.get('Called') ?? '',
    ...pick(form, { callerName: 'CallerName', forwardedFrom: 'ForwardedFrom', stirVerstat: 'StirVerstat' }),
    caller: placeOf(form, 'From'),
    called: placeOf(form, 'To'),
  };
}

function placeOf(form: URLSearchParams, who: 'From' | 'To'): Place {
  return pick(form, {
    ...{ city: `${who}City`, state: `${who}State` },
    ...{ zip: `${who}Zip`, country: `${who}Country` },
  });
}

function pick<Name extends string>(
  form: URLSearchParams,
  names: Record<Name, string>,
): Partial<Record<Name, string>> {
  const entries = Object.entries<string>(names).map(([name, field]) => [name, form.get(field)]);
  return Object.fromEntries(entries.filter(([, value]) => value)) as Partial<Record<Name, string>>;
}

/** Statuses of a call that is over: Twilio tells them to a status callback, and expects nothing. */
const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

export function isOver({ status }: VoiceRequest): boolean {
  return OVER.has(status);
}
