import { busyNcco, connectNcco, farewellNcco } from '../../../../bridge/src/carriers/vonage/answer';

const answer = {
  streamUrl: 'wss://bridge.test/vonage/media',
  eventUrl: 'https://bridge.test/vonage/stream/U',
  ticket: 'T',
  callUuid: 'U',
  called: '14155550199',
  sampleRate: 8000,
  fallbackMessage: 'Sorry.',
  fallbackNumber: undefined,
} as const;

it('connects the call to the media socket, and speaks when that is gone', () => {
  expect(connectNcco(answer)).toEqual([
    {
      action: 'connect',
      eventUrl: ['https://bridge.test/vonage/stream/U'],
      endpoint: [
        {
          type: 'websocket',
          uri: 'wss://bridge.test/vonage/media',
          'content-type': 'audio/l16;rate=8000',
          headers: { ticket: 'T', call: 'U', called: '14155550199' },
          authorization: { type: 'vonage' },
        },
      ],
    },
    { action: 'talk', text: 'Sorry.' },
  ]);
});

it('connects the caller to a number afterwards, where there is one', () => {
  const ncco = connectNcco({ ...answer, fallbackNumber: '+14155550177' });
  expect(ncco.slice(1)).toEqual(farewellNcco('Sorry.', '+14155550177', '14155550199'));
  expect(ncco[2]).toEqual({
    action: 'connect',
    from: '14155550199',
    endpoint: [{ type: 'phone', number: '14155550177' }],
  });
});

it('tells a caller that all lines are busy, and nothing more', () => {
  expect(busyNcco()).toEqual([{ action: 'talk', text: expect.stringContaining('busy') as string }]);
});
