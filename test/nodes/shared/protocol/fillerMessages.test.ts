import {
  DELAYED_MESSAGE,
  fillerMessages,
  START_MESSAGE,
} from '../../../../nodes/shared/protocol/fillerMessages';

it('leaves no silence unless asked to', () => {
  expect(fillerMessages({})).toEqual([
    { type: 'request-start', content: START_MESSAGE },
    { type: 'request-response-delayed', timingMilliseconds: 4000, content: DELAYED_MESSAGE },
    { type: 'request-failed', role: 'system', content: expect.stringContaining('ask the caller') },
  ]);
});

it('takes what the builder wrote, and leaves out what is empty', () => {
  expect(fillerMessages({ startMessage: ' ', delayedMessage: '', failedMessage: 'Sorry.' })).toEqual([
    { type: 'request-failed', content: 'Sorry.' },
  ]);
});

it.each<[unknown, number]>([
  [2.5, 2500],
  ['3', 3000],
  [0, 4000],
  [-1, 4000],
  ['soon', 4000],
  [null, 4000],
  [0.001, 100],
  [9999, 120_000],
])('waits %j seconds as %d ms', (delayedSeconds, timingMilliseconds) => {
  expect(fillerMessages({ delayedSeconds })).toContainEqual(expect.objectContaining({ timingMilliseconds }));
});

it("keeps to Vapi's length", () => {
  const [start] = fillerMessages({ startMessage: 'x'.repeat(2000) });
  expect(start?.content).toHaveLength(1000);
});
