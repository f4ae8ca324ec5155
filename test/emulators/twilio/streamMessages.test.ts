import { readServerMessage, StreamNarrator } from './streamMessages';

const identity = { accountSid: 'AC1', callSid: 'CA1', streamSid: 'MZ1' };

describe('StreamNarrator', () => {
  // Key order and types as in the examples of Twilio's docs (Media Streams WebSocket messages).
  it('tells a stream letter by letter as documented', () => {
    const narrator = new StreamNarrator(identity);
    expect(narrator.connected()).toBe('{"event":"connected","protocol":"Call","version":"1.0.0"}');
    expect(narrator.start({ ticket: 't' })).toBe(
      '{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ1","callSid":"CA1",' +
        '"tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},' +
        '"customParameters":{"ticket":"t"}},"streamSid":"MZ1"}',
    );
    expect(narrator.media(Buffer.from([0xff, 0xfe]), 0)).toBe(
      '{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"0",' +
        '"payload":"//4="},"streamSid":"MZ1"}',
    );
    expect(narrator.dtmf('5')).toBe(
      '{"event":"dtmf","streamSid":"MZ1","sequenceNumber":"3","dtmf":{"track":"inbound_track","digit":"5"}}',
    );
    expect(narrator.mark('m')).toBe(
      '{"event":"mark","sequenceNumber":"4","streamSid":"MZ1","mark":{"name":"m"}}',
    );
    expect(narrator.media(Buffer.from([0]), 20)).toContain(
      '"sequenceNumber":"5","media":{"track":"inbound","chunk":"2","timestamp":"20"',
    );
    expect(narrator.stop()).toBe(
      '{"event":"stop","sequenceNumber":"6","stop":{"accountSid":"AC1","callSid":"CA1"},"streamSid":"MZ1"}',
    );
  });
});

describe('readServerMessage', () => {
  const read = (message: unknown): ReturnType<typeof readServerMessage> =>
    readServerMessage(typeof message === 'string' ? message : JSON.stringify(message), 'MZ1');

  it('takes media, mark and clear', () => {
    expect(read({ event: 'media', streamSid: 'MZ1', media: { payload: '//4=' } })).toEqual({
      event: 'media',
      payload: Buffer.from([0xff, 0xfe]),
    });
    expect(read({ event: 'mark', streamSid: 'MZ1', mark: { name: '' } })).toEqual({
      event: 'mark',
      name: '',
    });
    expect(read({ streamSid: 'MZ1', event: 'clear' })).toEqual({ event: 'clear' });
  });

  it.each<[string, unknown, RegExp]>([
    ['text that is not JSON', '{"event":', /not JSON: \{"event":/],
    ['an array', [], /not an object/],
    ['null', 'null', /not an object/],
    ['no event', { streamSid: 'MZ1' }, /event missing is none of media, mark, clear/],
    ['an event only Twilio sends', { event: 'stop', streamSid: 'MZ1' }, /event "stop" is none/],
    ['no streamSid', { event: 'clear' }, /clear: field "streamSid" is missing/],
    ['stream_sid', { event: 'clear', stream_sid: 'MZ1' }, /clear: field "streamSid" is missing/],
    ['another stream', { event: 'clear', streamSid: 'MZ2' }, /streamSid MZ2 is not this stream's/],
    ['a field too many', { event: 'clear', streamSid: 'MZ1', id: 1 }, /clear: unexpected field "id"/],
    ['no media', { event: 'media', streamSid: 'MZ1' }, /media: field "media" is missing/],
    ['media as text', { event: 'media', streamSid: 'MZ1', media: 'x' }, /"media" is not an object/],
    ['no payload', { event: 'media', streamSid: 'MZ1', media: {} }, /"payload" is missing in "media"/],
    [
      'a track on outgoing media',
      { event: 'media', streamSid: 'MZ1', media: { payload: '//4=', track: 'outbound' } },
      /unexpected field "track" in "media"/,
    ],
    ['a numeric payload', { event: 'media', streamSid: 'MZ1', media: { payload: 1 } }, /not a string/],
    ['a mark without mark', { event: 'mark', streamSid: 'MZ1' }, /mark: field "mark" is missing/],
    ['a mark without a name', { event: 'mark', streamSid: 'MZ1', mark: {} }, /"name" is missing in "mark"/],
  ])('refuses %s', (_, message, reason) => {
    expect(read(message)).toEqual({ event: 'invalid', reason: expect.stringMatching(reason) });
  });

  it.each(['', 'abc', '//4', 'a_-b', '====', 'AA=A', 'AAAA\n'])('finds no audio in payload %j', (payload) => {
    expect(read({ event: 'media', streamSid: 'MZ1', media: { payload } }).event).toBe('bad-payload');
  });
});
