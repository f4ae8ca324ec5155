import { contractAvailable, definitionErrors } from '../../../../emulators/vapi/contract';
import { describeWith } from '../../../../support/needs';
import { liveStage } from './support';

const { sent, run, stage } = liveStage('say', { content: 'Please hold the line.' });

const FULL = {
  interruptionsEnabled: false,
  endCallAfterSpoken: true,
  interruptAssistantEnabled: true,
  moreFields: '{"volume": 2}',
};

it('sends the words, and nothing that was not added', async () => {
  expect(await sent()).toEqual({ type: 'say', content: 'Please hold the line.' });
});

it('sends everything that was added', async () => {
  expect(await sent({ additionalFields: FULL })).toEqual({
    type: 'say',
    content: 'Please hold the line.',
    endCallAfterSpoken: true,
    interruptionsEnabled: false,
    interruptAssistantEnabled: true,
    volume: 2,
  });
});

it('wants words', async () => {
  expect((await run({ content: ' ' })).error?.message).toBe('Text is missing');
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it('agrees', async () => {
    const message = await sent({ additionalFields: { ...FULL, moreFields: '{}' } });
    expect(definitionErrors('ClientInboundMessageSay', message)).toEqual([]);
  });
});
