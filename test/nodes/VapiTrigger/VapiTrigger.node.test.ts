import { groupChoice, SERVER_EVENTS } from '../../../nodes/shared/protocol/events';
import { VapiTrigger } from '../../../nodes/VapiTrigger/VapiTrigger.node';
import { webhookCall } from '../../support/engineWebhook';

const trigger = new VapiTrigger();
const events = trigger.description.properties.find(({ name }) => name === 'events');
const options = (events?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));

it('offers every event, every group and Any Event, each once', () => {
  const values = options.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  const expected = [...SERVER_EVENTS.map(({ type }) => type), '*', groupChoice('campaign')];
  expect(values).toEqual(expect.arrayContaining(expected));
  expect(values).toHaveLength(SERVER_EVENTS.length + 1 + 5);
});

it('reads in groups, with the whole group first', () => {
  const names = options.map(({ name }) => name);
  const groups = names.map((name) => name.split(':')[0]);
  expect([...new Set(groups)]).toEqual(groups.filter((group, index) => group !== groups[index - 1]));
  for (const group of new Set(groups.slice(1))) {
    expect(names.find((name) => name.startsWith(`${group}:`))).toBe(`${group}: All Events`);
  }
});

it('takes the report alone unless told otherwise', () => {
  expect(events?.default).toEqual(['end-of-call-report']);
});

it('starts on a post of Vapi', async () => {
  const body = { message: { type: 'end-of-call-report', call: { id: 'call-1' } } };
  const parameters = { authentication: 'none', events: events?.default };
  const { context } = webhookCall({ body, parameters, mode: 'manual' });
  expect(await trigger.webhook.call(context)).toMatchObject({
    webhookResponse: {},
    workflowData: [[{ json: { event: 'end-of-call-report', callId: 'call-1' } }]],
  });
});
