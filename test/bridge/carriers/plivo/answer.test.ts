import { busyXml, connectXml, farewellXml } from '../../../../bridge/src/carriers/plivo/answer';
import { readPlivoXml } from '../../support/fakePlivo';

const answer = {
  streamUrl: 'wss://bridge.test/plivo/media',
  statusUrl: 'https://bridge.test/plivo/status',
  ticket: 'T',
  fallbackMessage: 'Sorry & "goodbye" <now>.',
  fallbackNumber: undefined,
};

it('connects the call to the media socket, and speaks when that is gone', () => {
  expect(readPlivoXml(connectXml(answer))).toEqual({
    stream: {
      url: 'wss://bridge.test/plivo/media',
      attributes: {
        bidirectional: 'true',
        keepCallAlive: 'true',
        contentType: 'audio/x-mulaw;rate=8000',
        statusCallbackUrl: 'https://bridge.test/plivo/status',
        statusCallbackMethod: 'POST',
        extraHeaders: 'ticket=54',
      },
    },
    speak: 'Sorry & "goodbye" <now>.',
    dials: undefined,
    hangsUp: true,
  });
});

it('connects the caller to a number afterwards, where there is one', () => {
  const xml = readPlivoXml(farewellXml('Sorry.', '+14155550177'));
  expect(xml).toEqual({ stream: undefined, speak: 'Sorry.', dials: '14155550177', hangsUp: false });
});

it('tells a caller that all lines are busy', () => {
  expect(readPlivoXml(busyXml())).toMatchObject({
    speak: expect.stringContaining('busy') as string,
    hangsUp: true,
  });
});
