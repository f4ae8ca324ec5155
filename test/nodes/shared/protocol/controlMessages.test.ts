import * as messages from '../../../../nodes/shared/protocol/controlMessages';
import { contractAvailable, definitionErrors } from '../../../emulators/vapi/contract';
import { liveMessageError } from '../../../emulators/vapi/liveMessages';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

type Build = () => messages.ControlMessage;

/** A name of a fixture where there is one, what is built, and the schema for it. */
const MESSAGES: ReadonlyArray<readonly [fixture: string, schema: string | undefined, build: Build]> = [
  ['say', 'ClientInboundMessageSay', () => messages.say(fixture('say'))],
  ['say.full', 'ClientInboundMessageSay', () => messages.say(fixture('say.full'))],
  ['add-message', 'ClientInboundMessageAddMessage', () => messages.addMessage(fixture('add-message'))],
  ['control.mute-assistant', 'ClientInboundMessageControl', () => messages.mute('assistant')],
  ['control.mute-customer', 'ClientInboundMessageControl', () => messages.mute('customer')],
  ['control.unmute-assistant', 'ClientInboundMessageControl', () => messages.unmute('assistant')],
  ['control.unmute-customer', 'ClientInboundMessageControl', () => messages.unmute('customer')],
  ['control.say-first-message', 'ClientInboundMessageControl', messages.sayFirstMessage],
  ['end-call', 'ClientInboundMessageEndCall', messages.endCall],
  ['transfer.number', 'ClientInboundMessageTransfer', () => messages.transfer(fixture('transfer.number'))],
  ['transfer.sip', 'ClientInboundMessageTransfer', () => messages.transfer(fixture('transfer.sip'))],
  [
    'send-transport-message.sip-info',
    'ClientInboundMessageSendTransportMessage',
    () => messages.sendTransportMessage(fixture('send-transport-message.sip-info').message),
  ],
  [
    'send-transport-message.twiml',
    'ClientInboundMessageSendTransportMessage',
    () => messages.sendTransportMessage(fixture('send-transport-message.twiml').message),
  ],
];

/** Without its type, which the builder has to add. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function fixture(name: string): any {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const { type: _, ...rest } = sharedFixture<any>(`control/${name}.json`);
  return rest;
}

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'the samples', () => {
  it.each(MESSAGES)('%s is built as it is', (name, schema, build) => {
    expect(build()).toEqual(sharedFixture(`control/${name}.json`));
    expect(liveMessageError(build(), 'control')).toBeUndefined();
    if (schema !== undefined) expect(definitionErrors(schema, build())).toEqual([]);
  });
});

it('a hand-off has a typed destination, and no announcement unless there is one', () => {
  expect(messages.handOff({ assistantName: 'Billing' })).toEqual({
    type: 'handoff',
    destination: { type: 'assistant', assistantName: 'Billing' },
  });
  const full = messages.handOff(
    { assistantId: 'a1', contextEngineeringPlan: { type: 'lastNMessages', maxMessages: 4 } },
    'One moment.',
  );
  expect(full).toMatchObject({ content: 'One moment.' });
  expect(liveMessageError(full, 'control')).toBeUndefined();
});

describeWith(contractAvailable(), 'the contract', 'the schemas', () => {
  it('are awake', () => {
    expect(
      definitionErrors('ClientInboundMessageControl', { type: 'control', control: 'louder' }),
    ).not.toEqual([]);
  });
});
