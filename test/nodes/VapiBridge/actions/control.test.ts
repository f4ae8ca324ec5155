import { IDS, picked } from '../../../support/engineOperation';
import type { INodeParameters } from 'n8n-workflow';
import { bridgeStage } from '../../../support/engineBridge';

const SESSION = IDS.call;

const cases: Array<[string, INodeParameters, { type: string; [field: string]: unknown }]> = [
  ['say', { content: 'Hello.' }, { type: 'say', content: 'Hello.' }],
  [
    'say',
    { content: 'Goodbye.', additionalFields: { endCallAfterSpoken: true, interruptionsEnabled: false } },
    { type: 'say', content: 'Goodbye.', endCallAfterSpoken: true, interruptionsEnabled: false },
  ],
  [
    'addMessage',
    { messageContent: 'Paid.' },
    {
      type: 'add-message',
      message: { role: 'system', content: 'Paid.' },
      triggerResponseEnabled: true,
    },
  ],
  ['mute', {}, { type: 'control', control: 'mute-assistant' }],
  ['unmute', { who: 'customer' }, { type: 'control', control: 'unmute-customer' }],
  ['sayFirstMessage', {}, { type: 'control', control: 'say-first-message' }],
  ['sendDtmf', { digits: '12 34#a' }, { type: 'dtmf', digits: '1234#A' }],
  ['end', {}, { type: 'end-call' }],
  [
    'transfer',
    {
      number: '0170 1234567',
      additionalFields: {
        defaultCountry: 'DE',
        message: 'One moment.',
        whisper: 'A bill.',
        timeoutSeconds: 20,
      },
    },
    {
      type: 'transfer',
      destination: {
        ...{ type: 'number', number: '+491701234567', message: 'One moment.' },
        ...{ whisper: 'A bill.', timeoutSeconds: 20 },
      },
    },
  ],
  [
    'transfer',
    { type: 'sip', sipUri: 'desk@pbx.test', additionalFields: { callerId: '+1 415 555 0100' } },
    {
      type: 'transfer',
      destination: { type: 'sip', sipUri: 'sip:desk@pbx.test', callerId: '+14155550100' },
    },
  ],
];

describe.each(cases)('%s with %j', (operation, parameters, body) => {
  const stage = bridgeStage('control', operation, { sessionId: picked(SESSION), ...parameters });

  it('sends the body that Vapi’s control URL takes, too', async () => {
    stage.bridge.reply = () => ({ status: 202, body: { id: SESSION } });
    const run = await stage.run();
    expect(run.error?.message).toBeUndefined();
    expect(stage.bridge.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: `/v1/sessions/${SESSION}/control`, body }),
    ]);
    expect(run.output('Bridge')).toEqual([{ success: true, sessionId: SESSION, sent: body.type }]);
  });
});

describe('what cannot be sent', () => {
  const stage = bridgeStage('control', 'say', { sessionId: picked(SESSION) });

  it.each([
    [{ operation: 'say', content: '={{ null }}' }, /Text is missing/],
    [{ operation: 'transfer', number: 'the desk' }, /"the desk" is not in E.164 format/],
    [{ operation: 'transfer', type: 'sip', sipUri: 'a b' }, /is no SIP address/],
    [{ operation: 'transfer', number: '+14155550123', additionalFields: { callerId: 'me' } }, /"me"/],
    [{ operation: 'sendDtmf', digits: '1w' }, /"1W" cannot be pressed/],
    [{ operation: 'mute', who: '={{ "both" }}' }, /Who is "both"/],
    [{ operation: 'end', sessionId: picked('={{ "" }}') }, /Session is missing/],
  ])('%j is refused before anything is sent', async (parameters, message) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toMatch(message);
    expect(stage.bridge.requests).toEqual([]);
  });

  it('is not said twice when it is not known whether it was said', async () => {
    stage.bridge.reply = () => ({
      status: 504,
      body: { error: { code: 'VAPI_TIMEOUT', message: 'Late.', hint: 'Look.' } },
    });
    const run = await stage.run({ content: 'Hello.' });
    expect(stage.bridge.requests).toHaveLength(1);
    expect(run.error?.description).toMatch(/^Look\. The request was not repeated/);
  });

  it('tells that the session has ended, in the words of the bridge', async () => {
    const error = { code: 'SESSION_ENDED', message: 'The session has ended.', hint: 'List the live ones.' };
    stage.bridge.reply = () => ({ status: 409, body: { error } });
    const run = await stage.run({ content: 'Hello.' });
    expect(run.error?.message).toMatch(
      /^The bridge cannot do this now: The session has ended\. \(HTTP 409, SESSION_ENDED/,
    );
    expect(run.error?.description).toBe('List the live ones.');
  });
});
