import { emptyPlan, type Plan } from './plan';

/** One plan after the other. */
export function joinPlans(...plans: readonly Plan[]): Plan {
  return plans.reduce(
    (all, plan) => ({
      calls: [...all.calls, ...plan.calls],
      existing: [...all.existing, ...plan.existing],
      findings: [...all.findings, ...plan.findings],
      manual: [...all.manual, ...plan.manual],
      ...((plan.login ?? all.login) ? { login: plan.login ?? all.login } : {}),
    }),
    emptyPlan(),
  );
}
