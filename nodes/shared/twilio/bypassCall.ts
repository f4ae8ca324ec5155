import type { IDataObject } from 'n8n-workflow';
import { toE164 } from '../phone';
import { asObject, asText, isObject, type JsonObject } from '../protocol/json';

/** What the fields of a node say about one call. */
export interface CallSettings {
  assistantId: string | undefined;
  phoneNumberId: string | undefined;
  /** `assistantOverrides` or `squadOverrides` without the variables. */
  overrides: IDataObject;
  variables: IDataObject;
  metadata: IDataObject;
}

/** What a workflow may decide about a call: `body` of an answer of the kind `incoming-call`. */
export interface Decision extends JsonObject {
  assistantId?: string;
  squadId?: string;
  assistant?: JsonObject;
  assistantOverrides?: JsonObject;
  metadata?: JsonObject;
}

/**
 * The body of `POST /call` for a call that Twilio already has: Vapi then places none, but gives TwiML for this one
 * (`phoneCallProviderBypassEnabled`, Vapi docs, phone call provider bypass). What the workflow decided is merged over
 * what the node's fields say.
 *
 * @returns undefined when nobody is there to talk
 */
export function bypassCallBody(
  settings: CallSettings,
  callerNumber: string,
  decision: Decision = {},
): IDataObject | undefined {
  const who = whoTalks(settings, decision);
  if (who === undefined) return undefined;
  const decided = asObject(decision.assistantOverrides);
  const variableValues = { ...settings.variables, ...asObject(decided.variableValues) };
  const overrides = {
    ...settings.overrides,
    ...decided,
    ...(Object.keys(variableValues).length > 0 ? { variableValues } : {}),
  };
  const metadata = { ...settings.metadata, ...asObject(decision.metadata) };
  const body: JsonObject = {
    phoneCallProviderBypassEnabled: true,
    ...who,
    ...(settings.phoneNumberId === undefined ? {} : { phoneNumberId: settings.phoneNumberId }),
    customer: customerOf(callerNumber),
  };
  if (Object.keys(overrides).length > 0) {
    body[who.squadId === undefined ? 'assistantOverrides' : 'squadOverrides'] = overrides;
  }
  if (Object.keys(metadata).length > 0) body.metadata = metadata;
  return body as IDataObject;
}

/** Exactly one: Vapi refuses two. */
function whoTalks({ assistantId }: CallSettings, decision: Decision): JsonObject | undefined {
  if (isObject(decision.assistant)) return { assistant: decision.assistant };
  const squadId = asText(decision.squadId);
  if (squadId !== undefined) return { squadId };
  const id = asText(decision.assistantId) ?? assistantId;
  return id === undefined ? undefined : { assistantId: id };
}

/** Vapi wants a number of 3 to 40 letters and digits where it is told not to check for E.164. */
const OTHER_NUMBER = /^\+?[A-Za-z0-9]{3,39}$/;

/** Callers from SIP or with a hidden number have none in E.164, and still want to talk. */
function customerOf(callerNumber: string): JsonObject {
  const number = toE164(callerNumber);
  if (number !== undefined) return { number };
  if (/^sips?:/i.test(callerNumber)) return { sipUri: callerNumber };
  const other = OTHER_NUMBER.test(callerNumber) ? callerNumber : 'anonymous';
  return { number: other, numberE164CheckEnabled: false };
}
