import {
  ANY_BRIDGE_EVENT,
  BRIDGE_EVENTS,
  bridgeEventChoice,
  isFrequentBridgeEvent,
  parseBridgeEvent,
  simplifyBridgeEvent,
} from '../../../../nodes/shared/protocol/bridgeEvents';

const ended = {
  ...{ id: 'e1', sequence: 4, type: 'session.ended', at: '2026-08-20T09:15:01.000Z', sessionId: 's1' },
  ...{ carrier: 'twilio', carrierCallId: 'CA1', assistantCallId: null },
  data: { reason: 'caller-hung-up', side: 'carrier', seconds: 12.5, statistics: { frames: 3 } },
};

it.each([
  undefined,
  null,
  'x',
  [],
  {},
  { id: 'e1' },
  { type: 'x' },
  { id: 5, type: 'x' },
  { id: '', type: 'x' },
])('takes %j for no event', (body) => {
  expect(parseBridgeEvent(body)).toBeUndefined();
});

it('makes one small, flat item of an event', () => {
  expect(simplifyBridgeEvent({ id: 'e1', type: 'session.ended', envelope: ended })).toEqual({
    ...{ event: 'session.ended', eventId: 'e1', sessionId: 's1', carrier: 'twilio', carrierCallId: 'CA1' },
    ...{ at: ended.at, sequence: 4, reason: 'caller-hung-up', side: 'carrier', seconds: 12.5 },
  });
});

it('lets nothing of the data stand in for the envelope', () => {
  const envelope = { ...ended, data: { event: 'x', eventId: 'x', sessionId: 'x', at: 'x' } };
  expect(simplifyBridgeEvent({ id: 'e1', type: 'session.ended', envelope })).toMatchObject({
    ...{ event: 'session.ended', eventId: 'e1', sessionId: 's1', at: ended.at },
  });
});

it('prefers the name of an event to Any Event, and knows what is not wanted', () => {
  const event = { id: 'e1', type: 'session.ended', envelope: ended };
  expect(bridgeEventChoice([ANY_BRIDGE_EVENT, 'session.ended'], event)).toBe('session.ended');
  expect(bridgeEventChoice([ANY_BRIDGE_EVENT], event)).toBe(ANY_BRIDGE_EVENT);
  expect(bridgeEventChoice(['transcript'], event)).toBeUndefined();
});

it('knows what comes many times in a call', () => {
  const frequent = BRIDGE_EVENTS.map(({ type }) => type).filter(isFrequentBridgeEvent);
  expect(frequent.sort()).toEqual(['dtmf', 'interrupted', 'tool-calls', 'transcript']);
});
