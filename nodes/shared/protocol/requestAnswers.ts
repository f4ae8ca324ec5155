import { asArray, asNumber, asObject, asText, isObject, type JsonObject } from './json';
import type { VapiRequestKind } from './requests';

/**
 * What is wrong with an answer to a request, in words for n8n's log; undefined if Vapi can use it. Only what makes an
 * answer useless is looked at: unknown properties are Vapi's to judge, and values may be personal, so none is named.
 * Source: OpenAPI ServerMessageResponse*; the seam of Respond to Vapi for voice.
 */
export function answerProblem(
  kind: Exclude<VapiRequestKind, 'chat-completion'>,
  body: JsonObject,
): string | undefined {
  return CHECKS[kind](body);
}

type Check = (body: JsonObject) => string | undefined;

const CHECKS: Readonly<Record<Exclude<VapiRequestKind, 'chat-completion'>, Check>> = {
  'assistant-request': (body) => {
    const who = [body.assistantId, body.squadId, body.workflowId].some((id) => asText(id) !== undefined);
    const inline = [body.assistant, body.squad, body.workflow].some(isObject);
    if (who || inline || hasDestination(body) || hasError(body)) return undefined;
    return 'it names no assistant, squad, destination or error';
  },
  'transfer-destination-request': destinationOrError,
  'handoff-destination-request': destinationOrError,
  'knowledge-base-request': (body) => {
    if (body.documents === undefined && isObject(body.message)) return undefined;
    if (!Array.isArray(body.documents)) return 'it holds no list of documents';
    const bad = asArray(body.documents)
      .map(asObject)
      .findIndex(
        ({ content, similarity }) => typeof content !== 'string' || asNumber(similarity) === undefined,
      );
    return bad < 0 ? undefined : `document ${bad} has no text as content, or no number as similarity`;
  },
  'call.endpointing.request': ({ timeoutSeconds }) => {
    const seconds = asNumber(timeoutSeconds);
    return seconds !== undefined && seconds >= 0 && seconds <= 15
      ? undefined
      : 'timeoutSeconds is no number from 0 to 15';
  },
  'campaign.predial': ({ eligible }) =>
    typeof eligible === 'boolean' ? undefined : 'eligible is neither true nor false',
  'voice-request': ({ audio }) => {
    if (typeof audio !== 'string' || audio === '') return 'it holds no audio';
    if (audio.length % 4 !== 0 || !BASE64.test(audio)) return 'the audio is not base64';
    const bytes = (audio.length / 4) * 3 - (audio.endsWith('==') ? 2 : audio.endsWith('=') ? 1 : 0);
    return bytes % 2 === 0 ? undefined : 'the audio has an odd number of bytes, samples have two each';
  },
};

/** Without groups: on long texts those exhaust the stack of the matcher. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function destinationOrError(body: JsonObject): string | undefined {
  return hasDestination(body) || hasError(body) ? undefined : 'it names neither a destination nor an error';
}

function hasDestination({ destination }: JsonObject): boolean {
  return asText(asObject(destination).type) !== undefined;
}

/** An empty text is none: Vapi then says a sentence of its own. */
function hasError({ error }: JsonObject): boolean {
  return asText(error) !== undefined;
}
