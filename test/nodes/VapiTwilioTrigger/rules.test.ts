import { matchingRule, type Rule } from '../../../nodes/VapiTwilioTrigger/rules';

const call = { from: '+4930123456', to: '+14155550142' };
const matches = (rule: Rule, numbers = call): boolean => matchingRule([rule], numbers) === rule;

describe('rules', () => {
  it.each<[Rule, boolean]>([
    [{ values: '+49' }, true],
    [{ condition: 'callerStartsWith', values: '+43, +49 (30)' }, true],
    [{ condition: 'callerStartsWith', values: '0049-30' }, true],
    [{ condition: 'callerStartsWith', values: '+1' }, false],
    [{ condition: 'callerEquals', values: '+49' }, false],
    [{ condition: 'callerEquals', values: '+49 30 123 456' }, true],
    [{ condition: 'calledStartsWith', values: '+1415' }, true],
    [{ condition: 'calledStartsWith', values: '+49' }, false],
    [{ condition: 'calledEquals', values: '+1 (415) 555-0142' }, true],
    [{ values: '' }, false],
    [{ values: ' , ' }, false],
    [{}, false],
  ])('%j fits: %j', (rule, expected) => {
    expect(matches(rule)).toBe(expected);
  });

  it('take callers without a number, too', () => {
    const rule: Rule = { condition: 'callerEquals', values: 'anonymous' };
    expect(matches(rule, { ...call, from: 'Anonymous' })).toBe(true);
    expect(matches({ values: '+49' }, { ...call, from: '' })).toBe(false);
  });

  it('are looked at in their order', () => {
    const rules: Rule[] = [
      { values: '+1' },
      { values: '+49', assistantId: 'a' },
      { values: '+4', assistantId: 'b' },
    ];
    expect(matchingRule(rules, call)?.assistantId).toBe('a');
  });
});
