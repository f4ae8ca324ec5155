import fc from 'fast-check';
import {
  CLEAR_MESSAGE,
  isSpoken,
  markMessage,
  mediaMessage,
  parseTelnyxMessage,
} from '../../../../bridge/src/carriers/telnyx/protocol';

const parse = (message: unknown, streamId?: string) => parseTelnyxMessage(JSON.stringify(message), streamId);
const STREAM = '32DE0DEA-53CB-4B21-89A4-9E1819C043BC';
const PCMU = { encoding: 'PCMU', sample_rate: 8000, channels: 1 };
const start = {
  event: 'start',
  sequence_number: '1',
  stream_id: STREAM,
  start: {
    user_id: '3E6F995F-85F7-4705-9741-53B116D28237',
    call_control_id: 'v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ',
    call_session_id: 'ff55a038-6f5d-11ef-9692-02420aeffb1f',
    from: '+13122010094',
    to: '+13122123456',
    tags: ['TAG1'],
    client_state: 'aGF2ZSBhIG5pY2UgZGF5ID1d',
    custom_parameters: { ticket: 't-1', count: 5 },
    media_format: PCMU,
  },
};

describe('parseTelnyxMessage', () => {
  it('reads the messages of the documentation', () => {
    expect(parse({ event: 'connected', version: '1.0.0' })).toEqual({ kind: 'connected' });
    expect(parse(start)).toEqual({
      kind: 'start',
      start: {
        streamId: STREAM,
        callControlId: start.start.call_control_id,
        userId: start.start.user_id,
        parameters: new Map([['ticket', 't-1']]),
        format: { encoding: 'PCMU', sampleRate: 8000, channels: 1 },
      },
    });
    const media = { track: 'inbound', chunk: '2', timestamp: '5', payload: '/wAB' };
    expect(parse({ event: 'media', sequence_number: '4', media, stream_id: STREAM }, STREAM)).toEqual({
      kind: 'media',
      audio: Buffer.from([0xff, 0, 1]),
      chunk: 2,
    });
    expect(
      parse({ event: 'mark', sequence_number: '4', stream_id: STREAM, mark: { name: 'm' } }, STREAM),
    ).toEqual({ kind: 'mark', name: 'm' });
    expect(
      parse({ event: 'dtmf', stream_id: STREAM, sequence_number: '5', dtmf: { digit: '1' } }, STREAM),
    ).toEqual({ kind: 'dtmf', digit: '1' });
    expect(parse({ event: 'stop', sequence_number: '5', stop: {}, stream_id: STREAM })).toEqual({
      kind: 'stop',
    });
    const payload = { code: 100003, title: 'malformed_frame', detail: 'The frame is malformed.' };
    expect(parse({ event: 'error', stream_id: STREAM, payload })).toEqual({ kind: 'error', code: '100003' });
  });

  it('takes parameters as a list, and a start without any', () => {
    const withParameters = (custom_parameters: unknown) => {
      const event = parse({ ...start, start: { ...start.start, custom_parameters } });
      return event.kind === 'start' ? [...event.start.parameters] : event;
    };
    expect(withParameters([{ name: 'ticket', value: 't' }, { name: 'x' }, null, 'y'])).toEqual([
      ['ticket', 't'],
    ]);
    expect(withParameters(undefined)).toEqual([]);
    expect(withParameters('ticket')).toEqual([]);
  });

  it('speaks PCMU at 8 kHz alone', () => {
    const spoken = (media_format: unknown) => {
      const event = parse({ ...start, start: { ...start.start, media_format } });
      return event.kind === 'start' ? isSpoken(event.start.format) : event;
    };
    expect(spoken(PCMU)).toBe(true);
    expect(spoken({ ...PCMU, sample_rate: '8000' })).toBe(true);
    for (const encoding of ['PCMA', 'G722', 'OPUS', 'AMR-WB', 'L16', 5]) {
      expect(spoken({ ...PCMU, encoding })).toBe(false);
    }
    expect(spoken({ ...PCMU, sample_rate: 16_000 })).toBe(false);
    expect(spoken({ ...PCMU, channels: 2 })).toBe(false);
    expect(spoken(undefined)).toBe(false);
  });

  it.each([undefined, null, '', '-1', '1.5', 'x', 1.5, -1, {}, '9'.repeat(20)])(
    'takes media whose number is %j without one',
    (chunk) => {
      expect(parse({ event: 'media', media: { payload: '/w==', chunk } })).toEqual({
        kind: 'media',
        audio: Buffer.from([0xff]),
        chunk: undefined,
      });
    },
  );

  it.each([
    ['not-json', '{"event":'],
    ['not-an-object', '[]'],
    ['not-an-object', 'null'],
    ['unknown-event', '{}'],
    ['unknown-event', '{"event":"__proto__"}'],
    ['missing-field', '{"event":"media"}'],
    ['missing-field', '{"event":"media","media":{"payload":""}}'],
    ['missing-field', '{"event":"mark","mark":{}}'],
    ['missing-field', '{"event":"dtmf","dtmf":{"digit":1}}'],
    ['missing-field', '{"event":"start","start":{}}'],
    ['missing-field', '{"event":"start","stream_id":"a/b","start":{"user_id":"u","call_control_id":"c"}}'],
    ['missing-field', '{"event":"start","stream_id":"s","start":{"user_id":"u","call_control_id":"../c"}}'],
    ['bad-digit', '{"event":"dtmf","dtmf":{"digit":"E"}}'],
    ['bad-base64', '{"event":"media","media":{"payload":"/w"}}'],
    ['other-track', '{"event":"media","media":{"track":"outbound","payload":"/w=="}}'],
    ['other-stream', '{"event":"media","stream_id":"t","media":{"payload":"/w=="}}'],
    ['other-stream', '{"event":"mark","stream_id":"t","mark":{"name":"m"}}'],
    ['other-stream', '{"event":"dtmf","stream_id":null,"dtmf":{"digit":"1"}}'],
  ])('finds %s in %s', (problem, text) => {
    expect(parseTelnyxMessage(text, 's')).toEqual({ kind: 'malformed', problem });
  });

  it('tells nothing of an error but its number', () => {
    for (const payload of [undefined, 'no', {}, { code: 'call +14155550123' }, { code: { a: 1 } }]) {
      expect(parse({ event: 'error', payload })).toEqual({ kind: 'error', code: 'unknown' });
    }
  });

  it('gives back any audio as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (bytes) => {
        const event = parseTelnyxMessage(mediaMessage(Buffer.from(bytes)));
        return event.kind === 'media' && event.audio.equals(bytes);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseTelnyxMessage(text).kind === 'string'));
    const event = fc.constantFrom('connected', 'start', 'media', 'mark', 'dtmf', 'stop', 'error', 'clear');
    const message = fc.record({
      event,
      stream_id: fc.jsonValue(),
      start: fc.oneof(fc.jsonValue(), fc.record({ custom_parameters: fc.jsonValue() })),
      media: fc.oneof(fc.jsonValue(), fc.record({ payload: fc.jsonValue(), chunk: fc.jsonValue() })),
      mark: fc.jsonValue(),
      dtmf: fc.jsonValue(),
      payload: fc.jsonValue(),
    });
    fc.assert(fc.property(message, (value) => typeof parse(value, 's').kind === 'string'));
  });
});

it('messages to Telnyx have the documented fields, and no id', () => {
  expect(JSON.parse(mediaMessage(Buffer.from([0xff])))).toEqual({
    event: 'media',
    media: { payload: '/w==' },
  });
  expect(JSON.parse(markMessage('a"b'))).toEqual({ event: 'mark', mark: { name: 'a"b' } });
  expect(JSON.parse(CLEAR_MESSAGE)).toEqual({ event: 'clear' });
});
