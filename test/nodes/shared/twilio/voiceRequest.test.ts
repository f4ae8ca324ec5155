import { isOver, parseForm, parseVoiceRequest } from '../../../../nodes/shared/twilio/voiceRequest';

const parse = (body: string) => parseVoiceRequest(parseForm(Buffer.from(body)));

describe('a voice request', () => {
  it('is read from the form', () => {
    expect(
      parse(
        'CallSid=CA1&CallStatus=ringing&From=%2B14155550123&To=%2B14155550142&CallerName=Ada+L%C3%B6w' +
          '&FromCity=OAKLAND&FromState=CA&FromZip=94601&FromCountry=US&ToCity=&ToCountry=US' +
          '&ForwardedFrom=%2B14155550199&StirVerstat=TN-Validation-Passed-A',
      ),
    ).toEqual({
      ...{ callSid: 'CA1', status: 'ringing', from: '+14155550123', to: '+14155550142' },
      ...{ callerName: 'Ada Löw', forwardedFrom: '+14155550199', stirVerstat: 'TN-Validation-Passed-A' },
      caller: { city: 'OAKLAND', state: 'CA', zip: '94601', country: 'US' },
      called: { country: 'US' },
    });
  });

  it('needs no more than the SID of the call', () => {
    expect(parse('CallSid=CA1&Caller=%2B1&Called=%2B2')).toEqual({
      ...{ callSid: 'CA1', status: '', from: '+1', to: '+2' },
      ...{ caller: {}, called: {} },
    });
  });

  it.each(['', 'MessageSid=SM1&From=%2B1', 'CallSid=', '%', '{"CallSid":"CA1"}'])('is none: %j', (body) => {
    expect(parse(body)).toBeUndefined();
  });

  it.each([
    ['ringing', false],
    ['in-progress', false],
    ['', false],
    ['completed', true],
    ['no-answer', true],
    ['canceled', true],
  ])('with the status %j is over: %j', (status, expected) => {
    const call = parse(`CallSid=CA1&CallStatus=${status}`);
    expect(call && isOver(call)).toBe(expected);
  });
});
