import type { INodePropertyOptions } from 'n8n-workflow';
import { answeredByFields } from '../../../../nodes/shared/form/answeredBy';

const names = (fields: ReturnType<typeof answeredByFields>) => fields.map(({ property }) => property.name);
const choices = ([chooser]: ReturnType<typeof answeredByFields>) =>
  (chooser?.property.options as INodePropertyOptions[]).map(({ value }) => value);

it('offers what can be chosen, each with its field', () => {
  const fields = answeredByFields([{ name: 'Nobody Yet', value: 'nobody' }], 'assistant');
  expect(choices(fields)).toEqual(['assistant', 'nobody', 'server', 'squad', 'workflow']);
  expect(names(fields)).toEqual(['answeredBy', 'assistantId', 'squadId', 'workflowId', 'serverUrl']);
});

it('leaves out what cannot be chosen, field and all', () => {
  const fields = answeredByFields([], 'assistant', ['workflow']);
  expect(choices(fields)).toEqual(['assistant', 'server', 'squad']);
  expect(names(fields)).not.toContain('workflowId');
});

it('refuses a choice that is not offered', () => {
  const [chooser] = answeredByFields([], 'assistant', ['workflow']);
  const place = { node: { name: 'n' } as never, itemIndex: 2, timezone: 'UTC' };
  expect(() => chooser?.read('workflow', place)).toThrow(/has to be one of assistant, server, squad/);
  expect(chooser?.read('squad', place)).toBeUndefined();
});
