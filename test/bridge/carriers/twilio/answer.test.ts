import { busyTwiml, connectTwiml, farewellTwiml } from '../../../../bridge/src/carriers/twilio/answer';
import { readTwiml } from '../../support/fakeTwilio';

describe('TwiML', () => {
  it('connects a stream, and speaks and hangs up behind it', () => {
    const xml = connectTwiml({
      streamUrl: 'wss://bridge.test/twilio/media',
      statusUrl: 'https://bridge.test/twilio/status',
      ticket: 't-1',
      fallbackMessage: 'Sorry.',
    });
    expect(xml).toContain(
      '<Response><Connect><Stream url="wss://bridge.test/twilio/media" ' +
        'statusCallback="https://bridge.test/twilio/status" statusCallbackMethod="POST">' +
        '<Parameter name="ticket" value="t-1"/></Stream></Connect><Say>Sorry.</Say><Hangup/></Response>',
    );
  });

  it('escapes what the owner has written', () => {
    const xml = farewellTwiml('Bye <b> & "so on"');
    expect(xml).not.toContain('<b>');
    expect(xml).toContain('Bye &lt;b&gt; &amp; ');
    expect(readTwiml(xml)).toMatchObject({ ticket: undefined, hangsUp: true });
  });

  it('tells a caller who cannot be taken', () => {
    expect(readTwiml(busyTwiml()).say).toContain('busy');
  });
});
