import { finding } from '../../../../nodes/VapiSipTrunk/findings/finding';
import { joinPlans } from '../../../../nodes/VapiSipTrunk/plan/joinPlans';
import { emptyPlan, isBlocked, type Plan } from '../../../../nodes/VapiSipTrunk/plan/plan';

function plan(name: string, login?: Plan['login']): Plan {
  return {
    calls: [
      { step: name, action: 'delete', title: name, service: 'vapi', method: 'DELETE', path: `/${name}` },
    ],
    existing: [{ step: `${name}.there`, title: name, id: name }],
    findings: [finding('SIP_NUMBER_UNANSWERED', name)],
    manual: [{ what: name, values: {} }],
    ...(login ? { login } : {}),
  };
}

it('puts one after the other, in order', () => {
  const joined = joinPlans(plan('a'), plan('b'));
  expect(joined.calls.map(({ step }) => step)).toEqual(['a', 'b']);
  expect(joined.existing.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(joined.manual.map(({ what }) => what)).toEqual(['a', 'b']);
  expect(joined.findings).toHaveLength(2);
  expect('login' in joined).toBe(false);
});

it('keeps the login of whichever has one, and of two the later', () => {
  const [first, second] = ['one', 'two'].map((username) => ({ username, password: 'p' }));
  expect(joinPlans(plan('a', first), plan('b')).login).toEqual(first);
  expect(joinPlans(plan('a'), plan('b', second)).login).toEqual(second);
  expect(joinPlans(plan('a', first), plan('b', second)).login).toEqual(second);
});

it('leaves the plans that it was given alone', () => {
  const first = plan('a');
  joinPlans(first, plan('b')).calls.push(...plan('c').calls);
  expect(first).toEqual(plan('a'));
});

it('is empty of nothing, and blocked by an error only', () => {
  expect(joinPlans()).toEqual(emptyPlan());
  expect(isBlocked(plan('a'))).toBe(false);
  expect(isBlocked({ ...emptyPlan(), findings: [finding('SIP_CREDENTIAL_MISSING', 'x')] })).toBe(true);
});
