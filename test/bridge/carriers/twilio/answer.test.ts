import { busyTwiml, connectTwiml, farewellTwiml } from '../../../../bridge/src/carriers/twilio/answer';
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
