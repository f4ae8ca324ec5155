import type { INode } from 'n8n-workflow';
import { retriesField } from '../../../../nodes/shared/form/server';

const place = { node: { name: 'Vapi', type: 'vapi' } as INode, itemIndex: 0, timezone: 'UTC' };
const plan = { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0.5 };
const read = (values: object): unknown => retriesField('backoffPlan').read({ values }, place);

it('sends what Vapi requires of the plan, and codes as numbers', () => {
  expect(read(plan)).toEqual(plan);
  expect(read({ ...plan, excludedStatusCodes: ['400', ' 422 ', ''] })).toEqual({
    ...plan,
    excludedStatusCodes: [400, 422],
  });
});

it.each(['400, 422', 'abc', '4000', '4.5'])('refuses "%s" instead of leaving it out', (code) => {
  expect(() => read({ ...plan, excludedStatusCodes: ['400', code] })).toThrow(
    `Not Repeated For has "${code}", but takes status codes from 100 to 599, one a row`,
  );
});
