import { contractAvailable, definitionErrors } from '../../../../emulators/vapi/contract';
import { describeWith } from '../../../../support/needs';
import { liveStage } from './support';

const { sent, run, stage } = liveStage('addMessage', { content: 'The payment has arrived.' });

it('adds an instruction that the assistant responds to', async () => {
  expect(await sent()).toEqual({
    type: 'add-message',
    message: { role: 'system', content: 'The payment has arrived.' },
    triggerResponseEnabled: true,
  });
});

it('adds a message in silence', async () => {
  expect(await sent({ role: 'user', triggerResponseEnabled: false })).toMatchObject({
    message: { role: 'user' },
    triggerResponseEnabled: false,
  });
});

it('wants a message', async () => {
  expect((await run({ content: ' ' })).error?.message).toBe('Message is missing');
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it.each(['assistant', 'function', 'system', 'tool', 'user'])('knows the role %s', async (role) => {
    expect(definitionErrors('ClientInboundMessageAddMessage', await sent({ role }))).toEqual([]);
  });
});
