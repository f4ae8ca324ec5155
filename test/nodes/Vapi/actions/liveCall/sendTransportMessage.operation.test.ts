import { contractAvailable, definitionErrors } from '../../../../emulators/vapi/contract';
import { describeWith } from '../../../../support/needs';
import { liveStage } from './support';

const { sent, run, stage } = liveStage('sendTransportMessage');

const SIP = {
  transport: 'vapi.sip',
  sipVerb: 'NOTIFY',
  headers: { row: [{ name: 'Content-Type', value: 'application/dtmf-relay' }] },
  body: 'Signal=1\r\nDuration=160',
};
const TWIML = { transport: 'twilio', twiml: '<Response><Play digits="1#"/></Response>' };

it('sends a SIP request', async () => {
  expect(await sent(SIP)).toEqual({
    type: 'send-transport-message',
    message: { ...SIP, headers: { 'Content-Type': 'application/dtmf-relay' } },
  });
});

it('sends INFO without anything if nothing is filled in', async () => {
  expect(await sent()).toEqual({
    type: 'send-transport-message',
    message: { transport: 'vapi.sip', sipVerb: 'INFO' },
  });
});

it('sends TwiML, and no leftovers of the other transport', async () => {
  expect(await sent({ ...SIP, ...TWIML })).toEqual({ type: 'send-transport-message', message: TWIML });
});

it.each([
  [{ transport: 'twilio', twiml: ' ' }, 'TwiML is missing'],
  [
    { transport: '={{ "sip" }}', twiml: '<Response/>' },
    'Transport is "sip", but has to be one of vapi.sip, twilio',
  ],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it.each([SIP, TWIML, {}])('agrees with %j', async (parameters) => {
    expect(definitionErrors('ClientInboundMessageSendTransportMessage', await sent(parameters))).toEqual([]);
  });
});
