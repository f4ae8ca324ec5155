import { deliveryState, rememberDelivery } from '../../../../nodes/shared/deliveries/repeats';
import { webhookCall } from '../../../support/engineWebhook';

let nodes = 0;

/** A node that this process has not seen: as after a restart, all it has is the static data. */
const newNode = (): string => `repeats-${++nodes}`;

it('knows from the static data what another process has taken', () => {
  const staticData = {};
  rememberDelivery(webhookCall({ nodeId: newNode(), staticData }).context, 'key-1', false);
  const saved = JSON.parse(JSON.stringify(staticData)) as Record<string, unknown>;

  const { context } = webhookCall({ nodeId: newNode(), staticData: saved });
  expect(deliveryState(context, 'key-1')).toBe('started');
  expect(deliveryState(context, 'key-2')).toBe('new');
});

it('keeps what others have put into the static data, and only the latest of its own', () => {
  const staticData: Record<string, unknown> = { registration: { id: 1 } };
  const nodeId = newNode();
  for (let n = 0; n < 300; n++) {
    rememberDelivery(webhookCall({ nodeId, staticData }).context, `key-${n}`, false);
  }
  expect(staticData.registration).toEqual({ id: 1 });
  expect(staticData.recentEvents).toHaveLength(200);
  const { context } = webhookCall({ nodeId: newNode(), staticData });
  expect(deliveryState(context, 'key-299')).toBe('started');
  expect(deliveryState(context, 'key-0')).toBe('new');
});

it('does not write each word of a conversation into the database', () => {
  const staticData = {};
  const { context } = webhookCall({ nodeId: newNode(), staticData });
  rememberDelivery(context, 'key-1', true);
  expect(staticData).toEqual({});
  expect(deliveryState(context, 'key-1')).toBe('starting');
});

it('takes static data of any shape', () => {
  for (const recentEvents of [null, 'x', { a: 1 }, [null, 5, {}]]) {
    const { context } = webhookCall({ nodeId: newNode(), staticData: { recentEvents } });
    expect(deliveryState(context, 'key-1')).toBe('new');
  }
});

it('leaves the static data alone in the editor, and does not look at it', () => {
  const nodeId = newNode();
  const staticData = {};
  rememberDelivery(webhookCall({ nodeId, staticData }).context, 'key-1', false);
  const before = JSON.stringify(staticData);

  const { context } = webhookCall({ nodeId, staticData, mode: 'manual' });
  expect(deliveryState(context, 'key-1')).toBe('new');
  rememberDelivery(context, 'key-2', false);
  expect(JSON.stringify(staticData)).toBe(before);
});
