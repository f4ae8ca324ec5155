import { Expression } from 'n8n-workflow';
import { BRIDGE_EVENTS } from '../../../nodes/shared/protocol/bridgeEvents';
import { eventOutputs } from '../../../nodes/shared/eventTrigger/outputs';
import { VapiBridgeTrigger } from '../../../nodes/VapiBridgeTrigger/VapiBridgeTrigger.node';
import { webhookCall } from '../../support/engineWebhook';

const trigger = new VapiBridgeTrigger();
const property = (name: string) => trigger.description.properties.find((one) => one.name === name);

it('offers every event and Any Event, each once, in the order of the alphabet', () => {
  const options = (property('events')?.options ?? []).flatMap((option) =>
    'value' in option ? [option] : [],
  );
  expect(options.map(({ value }) => value).sort()).toEqual(
    ['*', ...BRIDGE_EVENTS.map(({ type }) => type)].sort(),
  );
  const names = options.map(({ name }) => name);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
});

it('wants proof unless the builder says otherwise', () => {
  expect(property('authentication')?.default).toBe('vapiBridgeApi');
  expect(trigger.description.credentials).toMatchObject([{ name: 'vapiBridgeApi', required: true }]);
});

it('tells what has to be set in the bridge', () => {
  expect(property('notice')?.displayName).toMatch(/BRIDGE_EVENTS_URL.*BRIDGE_EVENTS_SECRET/);
});

it('has outputs as n8n works them out', () => {
  const parameters = { outputs: 'perEvent', events: ['session.ended', '*'] };
  const expected = [
    { type: 'main', displayName: 'session.ended' },
    { type: 'main', displayName: 'other events' },
  ];
  expect(eventOutputs(parameters)).toEqual(expected);
  const expression = String(trigger.description.outputs);
  const evaluated: unknown = new Expression('UTC').resolveSimpleParameterValue(
    expression,
    { $parameter: parameters } as never,
    false,
  );
  expect(evaluated).toEqual(expected);
  expect(eventOutputs({ outputs: 'single', events: ['a', 'b'] })).toEqual([{ type: 'main' }]);
  expect(eventOutputs({ outputs: 'perEvent', events: [] })).toEqual([{ type: 'main' }]);
});

it('starts on an event of the bridge', async () => {
  const body = { id: 'e1', type: 'session.ended', sessionId: 's1' };
  const parameters = { authentication: 'none', events: property('events')?.default };
  const { context } = webhookCall({ body, parameters, mode: 'manual' });
  expect(await trigger.webhook.call(context)).toMatchObject({
    webhookResponse: {},
    workflowData: [[{ json: { event: 'session.ended', sessionId: 's1' } }]],
  });
});
