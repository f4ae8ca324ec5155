import type { VoiceRequest } from '../shared/twilio/voiceRequest';

/** A row of the rules, as the builder filled it in. */
export interface Rule {
  condition?: 'callerStartsWith' | 'callerEquals' | 'calledStartsWith' | 'calledEquals';
  /** Numbers or beginnings of numbers, separated by commas. */
  values?: string;
  assistantId?: string;
  businessName?: string;
}

/** The first rule that fits the call. */
export function matchingRule(
  rules: readonly Rule[],
  { from, to }: Pick<VoiceRequest, 'from' | 'to'>,
): Rule | undefined {
  return rules.find(({ condition = 'callerStartsWith', values }) => {
    const actual = normal(condition.startsWith('called') ? to : from);
    const isWhole = condition.endsWith('Equals');
    const wanted = String(values ?? '')
      .split(',')
      .map(normal)
      .filter((value) => value !== '');
    return wanted.some((value) => (isWhole ? actual === value : actual.startsWith(value)));
  });
}

/** Numbers as people write them: spaces and punctuation do not count, and 00 is a plus sign. */
function normal(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/[\s.\-/()\u00a0]/g, '')
    .replace(/^00/, '+');
}
