import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { toNodeError } from '../shared/fail';
import { toE164 } from '../shared/phone';
import { asText } from '../shared/protocol/json';
import type { CallSettings } from '../shared/twilio/bypassCall';
import type { SpokenAnswer } from '../shared/twilio/twiml';
import type { VoiceRequest } from '../shared/twilio/voiceRequest';
import { metadataFrom } from '../shared/fields/metadata';
import { readOverrides } from '../shared/fields/overrides';
import { variablesFrom, type VariableRow } from '../shared/fields/variables';
import { matchingRule, type Rule } from './rules';

export const FALLBACK_MESSAGE = 'Sorry, we cannot take your call at the moment. Please call again later.';
export const DEFAULT_DECISION_SECONDS = 4;
/** Twilio waits for 15 seconds in all, and Vapi gets up to 8 of them. */
export const MAX_DECISION_SECONDS = 6;

interface Options {
  assistantOverrides?: unknown;
  decisionSeconds?: unknown;
  includeRaw?: boolean;
  spokenLanguage?: unknown;
  spokenVoice?: unknown;
}

/**
 * Reads what decides about the assistant: at once, because n8n evaluates expressions only as long as `webhook()` runs.
 *
 * @returns gives the settings, or throws a node error where a field cannot be used or an expression fails
 */
export function readSettings(context: IWebhookFunctions, call: VoiceRequest): () => CallSettings {
  try {
    const settings = evaluateSettings(context, call);
    return () => settings;
  } catch (thrown) {
    const error = toNodeError(context.getNode(), thrown);
    return () => {
      throw error;
    };
  }
}

function evaluateSettings(context: IWebhookFunctions, call: VoiceRequest): CallSettings {
  const { rule: rules = [] } = context.getNodeParameter('rules', {}) as { rule?: Rule[] };
  const rule = matchingRule(rules, call);
  const { variable = [] } = context.getNodeParameter('variables', {}) as {
    variable?: VariableRow[];
  };
  const businessName = textOf(rule?.businessName) ?? textOf(context.getNodeParameter('businessName', ''));
  const { variableValues, ...overrides } = readOverrides(
    context.getNode(),
    optionsOf(context).assistantOverrides,
  );
  return {
    assistantId: textOf(rule?.assistantId) ?? pickedValue(context, 'assistantId'),
    phoneNumberId: pickedValue(context, 'phoneNumberId'),
    overrides,
    variables: {
      ...(variableValues as IDataObject | undefined),
      ...(businessName === undefined ? {} : { businessName }),
      ...variablesFrom(context.getNode(), variable, undefined, context.getTimezone()),
    },
    metadata: metadataFrom(context.getNodeParameter('metadata', {})),
  };
}

/** How Twilio speaks in the place of the assistant. */
export function readVoice(context: IWebhookFunctions): Pick<SpokenAnswer, 'language' | 'voice'> {
  const { spokenLanguage, spokenVoice } = orElse(() => optionsOf(context), {});
  return { language: textOf(spokenLanguage), voice: textOf(spokenVoice) };
}

/** What the caller hears when nobody else can answer. Never throws: fields that fail are left out. */
export function readFallback(context: IWebhookFunctions, call: VoiceRequest): SpokenAnswer {
  const read = (name: string): string | undefined =>
    orElse(() => textOf(context.getNodeParameter(name, '')), undefined);
  const dial = toE164(read('fallbackNumber') ?? '');
  return {
    // "Please call again later" would be wrong where somebody is called right then.
    say: read('fallbackMessage') ?? (dial === undefined ? FALLBACK_MESSAGE : ''),
    dial,
    // Else Twilio shows the caller's number, and refuses to dial where that is none.
    callerId: toE164(call.from) === undefined ? toE164(call.to) : undefined,
    ...readVoice(context),
  };
}

/** Milliseconds that the workflow may take; an expression may give anything. */
export function decisionMs(context: IWebhookFunctions): number {
  const given = Number(orElse(() => optionsOf(context).decisionSeconds, undefined));
  const seconds = given > 0 ? Math.min(given, MAX_DECISION_SECONDS) : DEFAULT_DECISION_SECONDS;
  return Math.round(seconds * 1000);
}

export function includesRaw(context: IWebhookFunctions): boolean {
  return orElse(() => optionsOf(context).includeRaw === true, false);
}

function optionsOf(context: IWebhookFunctions): Options {
  return context.getNodeParameter('options', {}) as Options;
}

/** The id chosen in a picker, if there is one. */
function pickedValue(context: IWebhookFunctions, name: string): string | undefined {
  return textOf(context.getNodeParameter(name, '', { extractValue: true }));
}

/** What an expression gave as text, if it gave something. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return asText(String(value).trim());
}

function orElse<T>(read: () => T, other: T): T {
  try {
    return read();
  } catch {
    return other;
  }
}
