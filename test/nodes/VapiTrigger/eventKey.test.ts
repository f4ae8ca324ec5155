import { eventKey } from '../../../nodes/VapiTrigger/eventKey';

const call = { id: 'call-1' };
const timestamp = 1787217301000;

it('is call, type and timestamp for the report, also when the rest of it differs', () => {
  for (const cost of [1, 2]) {
    const message = { call, timestamp, cost, artifact: { recordingUrl: `signed-${cost}` } };
    expect(eventKey({ type: 'end-of-call-report', message })).toBe('call-1:end-of-call-report:1787217301000');
  }
});

it.each([
  ['call', { call }, 'call-1'],
  ['chat', { chat: { id: 'chat-1' } }, 'chat-1'],
  ['session', { session: { id: 'session-1' } }, 'session-1'],
  ['campaign', { campaignId: 'campaign-1' }, 'campaign-1'],
  ['campaign as a whole', { campaign: { id: 'campaign-1' } }, 'campaign-1'],
  ['nothing that has an id', { call: { id: 5 } }, 'unknown'],
])('begins with the id of the %s', (_, message, id) => {
  expect(eventKey({ type: 'x', message: { ...message, timestamp } })).toMatch(
    new RegExp(`^${id}:x:1787217301000:[\\w-]{16}$`),
  );
});

it('tells events apart that fall into the same millisecond', () => {
  const key = (own: object): string =>
    eventKey({ type: 'speech-update', message: { call, timestamp, ...own } });
  expect(key({ role: 'user', status: 'stopped' })).not.toBe(key({ role: 'assistant', status: 'started' }));
  expect(key({ role: 'user' })).toBe(key({ role: 'user', call: { ...call, updatedAt: 'later' } }));
});

it('tells two reports without a call apart', () => {
  const key = (endedReason: string): string =>
    eventKey({ type: 'end-of-call-report', message: { timestamp, endedReason } });
  expect(key('voicemail')).not.toBe(key('customer-busy'));
});

it('is a digest of the body where there is no timestamp', () => {
  const key = (text: string): string => eventKey({ type: 'hang', message: { call } }, Buffer.from(text));
  expect(key('a')).toMatch(/^call-1:hang:[\w-]{16}$/);
  expect(key('a')).toBe(key('a'));
  expect(key('a')).not.toBe(key('b'));
  expect(eventKey({ type: 'hang', message: { call } })).not.toBe(
    eventKey({ type: 'hang', message: { call, turn: 1 } }),
  );
});
