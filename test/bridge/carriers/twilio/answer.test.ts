import {
  busyTwiml,
  connectTwiml,
  farewellTwiml,
  hangUpTwiml,
  sayTwiml,
  transferTwiml,
} from '../../../../bridge/src/carriers/twilio/answer';
import { readTwiml } from '../../support/fakeTwilio';

describe('TwiML', () => {
  const answer = {
    streamUrl: 'wss://bridge.test/twilio/media',
    statusUrl: 'https://bridge.test/twilio/status',
    ticket: 't-1',
    fallbackMessage: 'Sorry.',
    fallbackNumber: undefined,
  };
  const connect =
    '<Response><Connect><Stream url="wss://bridge.test/twilio/media" ' +
    'statusCallback="https://bridge.test/twilio/status" statusCallbackMethod="POST">' +
    '<Parameter name="ticket" value="t-1"/></Stream></Connect>';

  it('connects a stream, and speaks and hangs up behind it', () => {
    expect(connectTwiml(answer)).toContain(`${connect}<Say>Sorry.</Say><Hangup/></Response>`);
  });

  it('connects a stream, and speaks and dials a number behind it', () => {
    expect(connectTwiml({ ...answer, fallbackNumber: '+14155550177' })).toContain(
      `${connect}<Say>Sorry.</Say><Dial>+14155550177</Dial></Response>`,
    );
  });

  it('bids farewell with and without a number', () => {
    expect(farewellTwiml('Bye.')).toContain('<Response><Say>Bye.</Say><Hangup/></Response>');
    expect(farewellTwiml('Wait.', '+14155550177')).toContain(
      '<Response><Say>Wait.</Say><Dial>+14155550177</Dial></Response>',
    );
  });

  it('hands a caller over, and asks what to do when that has ended', () => {
    const target = {
      kind: 'number' as const,
      to: '+14155550177',
      callerId: '+14155550199',
      message: 'One moment.',
      whisper: undefined,
      timeoutSeconds: 20,
    };
    const urls = { answeredUrl: 'https://b/a', overUrl: 'https://b/o?session=s', whisperUrl: undefined };
    expect(transferTwiml({ target, ...urls })).toContain(
      '<Response><Say>One moment.</Say><Dial action="https://b/o?session=s" method="POST" timeout="20" ' +
        'answerOnBridge="true" callerId="+14155550199"><Number statusCallback="https://b/a" ' +
        'statusCallbackEvent="answered">+14155550177</Number></Dial></Response>',
    );
    const sip = {
      ...target,
      kind: 'sip' as const,
      to: 'sip:a@b.test',
      callerId: undefined,
      message: undefined,
    };
    expect(transferTwiml({ target: sip, ...urls, whisperUrl: 'https://b/w' })).toContain(
      '<Response><Dial action="https://b/o?session=s" method="POST" timeout="20" answerOnBridge="true">' +
        '<Sip statusCallback="https://b/a" statusCallbackEvent="answered" url="https://b/w">sip:a@b.test</Sip>',
    );
  });

  it('says something, and hangs up', () => {
    expect(sayTwiml('A & B')).toContain('<Response><Say>A &amp; B</Say></Response>');
    expect(hangUpTwiml()).toContain('<Response><Hangup/></Response>');
  });

  it('escapes what the owner has written', () => {
    const xml = farewellTwiml('Bye <b> & "so on"');
    expect(xml).not.toContain('<b>');
    expect(xml).toContain('Bye &lt;b&gt; &amp; ');
    expect(readTwiml(xml)).toMatchObject({ ticket: undefined, hangsUp: true });
  });

  it('tells a caller who cannot be taken', () => {
    expect(readTwiml(busyTwiml())).toMatchObject({ hangsUp: true });
    expect(readTwiml(busyTwiml()).say).toContain('busy');
  });
});
