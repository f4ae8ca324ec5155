import fc from 'fast-check';
import { parseSignalWireMessage } from '../../../../bridge/src/carriers/signalwire/protocol';

const parse = (message: unknown, streamSid?: string) =>
  parseSignalWireMessage(JSON.stringify(message), streamSid);
/** As the examples of the documentation show each message. */
const wrapped = (rawEvent: object) => ({
  timestamp: '2025-09-26T16:25:04.794Z',
  direction: 'inbound',
  eventType: 'x',
  rawEvent,
});

describe('parseSignalWireMessage', () => {
  it.each([
    [{ event: 'connected', protocol: 'Call', version: '0.2.0' }, { kind: 'connected' }],
    [
      { event: 'media', sequenceNumber: '1002', media: { track: 'inbound', chunk: '1001', payload: '/wAB' } },
      { kind: 'media', audio: Buffer.from([0xff, 0, 1]) },
    ],
    [
      { event: 'dtmf', streamSid: 's', dtmf: { duration: 2700, digit: '8' } },
      { kind: 'dtmf', digit: '8' },
    ],
    [
      { event: 'mark', streamSid: 's', mark: { name: 'm:1' } },
      { kind: 'mark', name: 'm:1' },
    ],
    [{ event: 'clear', streamSid: 's' }, { kind: 'cleared' }],
    [{ event: 'stop', sequenceNumber: '1002' }, { kind: 'stop' }],
  ])('reads %j, bare and as the documentation shows it', (message, event) => {
    expect(parse(message, 's')).toEqual(event);
    expect(parse(wrapped(message), 's')).toEqual(event);
  });

  it('reads a start, and tells of another codec', () => {
    const start = (encoding: string, sampleRate: number) => ({
      event: 'start',
      start: {
        ...{ streamSid: 's', accountSid: 'a', callSid: 'c', tracks: ['inbound'] },
        customParameters: { ticket: 't' },
        mediaFormat: { encoding, sampleRate, channels: 1 },
      },
    });
    expect(parse(start('audio/x-mulaw', 8000))).toEqual({
      kind: 'start',
      start: { streamSid: 's', accountSid: 'a', callSid: 'c', parameters: new Map([['ticket', 't']]) },
    });
    expect(parse(wrapped(start('audio/x-L16', 24_000)))).toMatchObject({
      kind: 'start',
      start: { unsupported: 'audio/x-L16 at 24000 Hz, 1 channel' },
    });
  });

  it('takes nothing from deeper inside, nor what is none of it', () => {
    expect(parse(wrapped(wrapped({ event: 'stop' })))).toEqual({
      kind: 'malformed',
      problem: 'unknown-event',
    });
    expect(parse({ rawEvent: null })).toEqual({ kind: 'malformed', problem: 'unknown-event' });
    expect(parse({ rawEvent: [] })).toEqual({ kind: 'malformed', problem: 'not-an-object' });
    expect(parse(wrapped({ event: 'mark', streamSid: 'other', mark: { name: 'm' } }), 's')).toEqual({
      kind: 'malformed',
      problem: 'other-stream',
    });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseSignalWireMessage(text).kind === 'string'));
    fc.assert(fc.property(fc.jsonValue(), (rawEvent) => typeof parse({ rawEvent }).kind === 'string'));
  });
});
