/** Why a provider behind an assistant failed, as the end of the ended reason says it. */
interface Cause {
  /** Against what follows the prefix. */
  pattern: RegExp;
  text: string;
  whatToDo: string;
  /** Whether it depends on whose account at the provider was used. */
  ofAccount?: boolean;
}

/** The first that fits counts. */
const CAUSES: readonly Cause[] = [
  {
    pattern:
      /-no-such-model|-40[04]-(?:bad-request|not-found)|-invalid-(?:config|schema|emotion)|-parsing-failed|-must-be-a-/,
    text: 'A provider behind the assistant refused the settings',
    whatToDo:
      'Check model, language and options of model, voice and transcriber: the provider does not take this combination.',
  },
  {
    pattern:
      /voice-not-found|invalid-voice|voice-not-fine-tuned|voice-disabled|missing-samples|voice-clone|voice-potentially/,
    text: 'The voice cannot be used',
    whatToDo: 'Choose another voice, or check this one in the account of the provider.',
  },
  {
    pattern:
      /-429-|quota|out-of-c|requested-payment|insufficent-funds|limit-exceeded|rate-limit|concurrent-requests|paid-only|free-|creator-plus/,
    text: 'A provider behind the assistant is used up to its limit',
    whatToDo: 'Raise quota, credit or plan at the provider, or place fewer calls at once.',
    ofAccount: true,
  },
  {
    pattern: /-401-|api-key|unauthorized|auth-failed|account-in-probation|account-not-in/,
    text: 'A provider behind the assistant refused the key',
    whatToDo: 'Check the key of this provider in Vapi.',
    ofAccount: true,
  },
  {
    pattern: /-403-|access-denied|against-their-policy/,
    text: 'A provider behind the assistant does not allow this',
    whatToDo: 'Check in the account of the provider that the model or voice and such content are allowed.',
    ofAccount: true,
  },
  {
    pattern: /-50\d-|-522-|busy|hang-up|econnreset|timed-out|canceled|server-error|network-error/,
    text: 'A provider behind the assistant was down or overloaded',
    whatToDo: 'Try again later, look at the status page of the provider, and add a fallback.',
  },
  {
    pattern: /llm-failed$/,
    text: 'The language model failed',
    whatToDo: 'Read the logs of the call in Vapi, and add a fallback model.',
  },
  {
    pattern: /(?:voice|video)-failed$/,
    text: 'The voice failed',
    whatToDo: 'Read the logs of the call in Vapi, and add a fallback voice.',
  },
  {
    pattern: /transcriber-failed$/,
    text: 'The transcriber failed',
    whatToDo: 'Read the logs of the call in Vapi, and add a fallback transcriber.',
  },
];

/** Whose account it was, which the prefix says. Source: Vapi's page on ended reasons. */
const ORIGINS: Readonly<Record<string, string>> = {
  'call.in-progress.error-vapifault-':
    ' If you have given Vapi no key of your own, it is the one of Vapi: ask Vapi if it happens often.',
  'call.in-progress.error-providerfault-': '',
  'pipeline-error-': ' If you have given Vapi a key of your own, the fault lies in your account there.',
};

/**
 * Cause and remedy of a failure of a provider.
 *
 * @param prefix the one that explains the reason
 * @returns undefined where the rest of the reason tells nothing that is known
 */
export function providerCause(
  reason: string,
  prefix: string,
): { text: string; whatToDo: string } | undefined {
  const origin = Object.hasOwn(ORIGINS, prefix) ? ORIGINS[prefix] : undefined;
  if (origin === undefined) return undefined;
  const rest = reason.slice(prefix.length - 1);
  const cause = CAUSES.find(({ pattern }) => pattern.test(rest));
  return cause && { text: cause.text, whatToDo: cause.whatToDo + (cause.ofAccount === true ? origin : '') };
}
