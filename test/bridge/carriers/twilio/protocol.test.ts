import fc from 'fast-check';
import {
  clearMessage,
  markMessage,
  mediaMessage,
  parseTwilioMessage,
} from '../../../../bridge/src/carriers/twilio/protocol';

const start = {
  event: 'start',
  sequenceNumber: '1',
  start: {
    accountSid: 'AC1',
    streamSid: 'MZ1',
    callSid: 'CA1',
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters: { ticket: 't-1', count: 5 },
  },
  streamSid: 'MZ1',
};
const parse = (message: unknown) => parseTwilioMessage(JSON.stringify(message));

describe('parseTwilioMessage', () => {
  it('reads the messages of the documentation', () => {
    expect(parse({ event: 'connected', protocol: 'Call', version: '1.0.0' })).toEqual({ kind: 'connected' });
    expect(parse(start)).toEqual({
      kind: 'start',
      start: {
        streamSid: 'MZ1',
        callSid: 'CA1',
        accountSid: 'AC1',
        parameters: new Map([['ticket', 't-1']]),
      },
    });
    expect(
      parse({
        event: 'media',
        sequenceNumber: '3',
        media: { track: 'inbound', chunk: '2', timestamp: '5', payload: '/wAB' },
        streamSid: 'MZ1',
      }),
    ).toEqual({ kind: 'media', audio: Buffer.from([0xff, 0, 1]) });
    expect(parse({ event: 'mark', sequenceNumber: '4', streamSid: 'MZ1', mark: { name: 'g0-1' } })).toEqual({
      kind: 'mark',
      name: 'g0-1',
    });
    expect(
      parse({
        event: 'dtmf',
        streamSid: 'MZ1',
        sequenceNumber: '5',
        dtmf: { track: 'inbound_track', digit: '#' },
      }),
    ).toEqual({ kind: 'dtmf', digit: '#' });
    expect(parse({ event: 'stop', stop: { accountSid: 'AC1', callSid: 'CA1' } })).toEqual({ kind: 'stop' });
  });

  it('takes a start whose numbers are strings, or without a format', () => {
    const { mediaFormat: _format, ...bare } = start.start;
    const strings = { encoding: 'audio/x-mulaw', sampleRate: '8000', channels: '1' };
    expect(parse({ ...start, start: bare }).kind).toBe('start');
    expect(parse({ ...start, start: { ...bare, mediaFormat: strings } }).kind).toBe('start');
  });

  it.each(['media', 'mark', 'dtmf'])('takes %s only of the stream that has started', (event) => {
    const fields = { media: { payload: '/w==' }, mark: { name: 'm' }, dtmf: { digit: '5' } };
    const of = (streamSid: unknown) =>
      parseTwilioMessage(JSON.stringify({ event, streamSid, ...fields }), 'MZ1');
    expect(of('MZ1').kind).toBe(event);
    expect(of(undefined).kind).toBe(event);
    expect(of('MZ2')).toEqual({ kind: 'malformed', problem: 'other-stream' });
    expect(of(null)).toEqual({ kind: 'malformed', problem: 'other-stream' });
  });

  it('takes a stop that names no stream', () => {
    expect(parseTwilioMessage('{"event":"stop"}', 'MZ1')).toEqual({ kind: 'stop' });
  });

  it('takes the sixteen keys of a telephone and no other digit', () => {
    for (const digit of '0123456789*#ABCD') {
      expect(parse({ event: 'dtmf', dtmf: { digit } })).toEqual({ kind: 'dtmf', digit });
    }
    for (const digit of ['', '12', 'E', 'a', '٣', '5\n', ' 5']) {
      expect(parse({ event: 'dtmf', dtmf: { digit } })).toEqual({ kind: 'malformed', problem: 'bad-digit' });
    }
  });

  it.each([
    ['not-json', '{"event":'],
    ['not-json', ''],
    ['not-an-object', '[]'],
    ['not-an-object', 'null'],
    ['not-an-object', '"media"'],
    ['unknown-event', '{}'],
    ['unknown-event', '{"event":"toString"}'],
    ['missing-field', '{"event":"media"}'],
    ['missing-field', '{"event":"media","media":{"payload":7}}'],
    ['missing-field', '{"event":"media","media":{"payload":""}}'],
    ['missing-field', '{"event":"mark","mark":{}}'],
    ['missing-field', '{"event":"start","start":{"streamSid":"MZ1","accountSid":"AC1"}}'],
    ['missing-field', '{"event":"start"}'],
    ['missing-field', '{"event":"start","start":{"streamSid":"M\\"Z","callSid":"CA1","accountSid":"AC1"}}'],
    ['missing-field', '{"event":"start","start":{"streamSid":"MZ1","callSid":"CA/1","accountSid":"AC1"}}'],
    ['missing-field', '{"event":"dtmf","dtmf":{"digit":5}}'],
    ['missing-field', '{"event":"dtmf"}'],
    ['bad-base64', '{"event":"media","media":{"payload":"/w"}}'],
    ['bad-base64', '{"event":"media","media":{"payload":"/w-_"}}'],
    ['bad-base64', '{"event":"media","media":{"payload":"/w==/w=="}}'],
    ['bad-base64', '{"event":"media","media":{"payload":"    "}}'],
    ['other-track', '{"event":"media","media":{"track":"outbound","payload":"/w=="}}'],
  ])('finds %s in %s', (problem, text) => {
    expect(parseTwilioMessage(text)).toEqual({ kind: 'malformed', problem });
  });

  it('tells of a stream that is not mu-law at 8 kHz', () => {
    const mediaFormat = { encoding: 'audio/x-l16', sampleRate: 16000, channels: 1 };
    expect(parse({ ...start, start: { ...start.start, mediaFormat } })).toMatchObject({
      kind: 'start',
      start: { unsupported: 'audio/x-l16 at 16000 Hz, 1 channel' },
    });
  });

  it('gives back any audio as it was, whatever its size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (bytes) => {
        const audio = Buffer.from(bytes);
        const event = parseTwilioMessage(mediaMessage('MZ1', audio));
        return event.kind === 'media' && event.audio.equals(audio);
      }),
    );
  });

  it('never throws on text of any kind', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseTwilioMessage(text).kind === 'string'));
    fc.assert(fc.property(fc.json(), (text) => typeof parseTwilioMessage(text).kind === 'string'));
  });

  it('never throws on messages whose fields are anything', () => {
    const event = fc.constantFrom('connected', 'start', 'media', 'mark', 'dtmf', 'stop', '__proto__');
    const message = fc.record({
      event,
      start: fc.anything(),
      media: fc.oneof(fc.anything(), fc.record({ payload: fc.anything(), track: fc.anything() })),
      mark: fc.anything(),
    });
    fc.assert(
      fc.property(message, (value) => {
        const text = JSON.stringify(value, (_key, field: unknown) =>
          typeof field === 'bigint' ? field.toString() : field,
        );
        return typeof parseTwilioMessage(text).kind === 'string';
      }),
    );
  });
});

describe('messages to Twilio', () => {
  it('have the documented fields and no others', () => {
    expect(JSON.parse(mediaMessage('MZ1', Buffer.from([0xff])))).toEqual({
      event: 'media',
      streamSid: 'MZ1',
      media: { payload: '/w==' },
    });
    expect(JSON.parse(markMessage('MZ1', 'a"b'))).toEqual({
      event: 'mark',
      streamSid: 'MZ1',
      mark: { name: 'a"b' },
    });
    expect(JSON.parse(clearMessage('MZ1'))).toEqual({ event: 'clear', streamSid: 'MZ1' });
  });
});
