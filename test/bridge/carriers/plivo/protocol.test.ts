import {
  checkpointMessage,
  clearAudioMessage,
  extraHeadersOf,
  parsePlivoMessage,
  playAudioMessage,
} from '../../../../bridge/src/carriers/plivo/protocol';
import { mutated, pick, seeded } from '../../fuzz/mutations';

const STREAM = '87654321-4321-4321-4321-cba987654321';
const CALL = '12345678-1234-1234-1234-123456789abc';
const parse = (message: unknown) =>
  parsePlivoMessage(typeof message === 'string' ? message : JSON.stringify(message), STREAM);

/** As the reference shows it. */
const startWith = (extraHeaders: unknown, changed: object = {}) => ({
  event: 'start',
  sequenceNumber: 1,
  start: {
    callId: CALL,
    streamId: STREAM,
    accountId: 'MAXXXXXXXXXXXXXXXXXX',
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000 },
    ...changed,
  },
  extra_headers: extraHeaders,
});

describe('parsePlivoMessage', () => {
  const ticket = 'aB-_9';
  const hex = Buffer.from(ticket).toString('hex');

  it.each([
    extraHeadersOf(ticket),
    `other=1;ticket=${hex}`,
    `ticket=${hex},other=1`,
    `{"X-PH-ticket":"${hex}"}`,
    `{X-PH-Ticket: ${hex}}`,
  ])('reads `start` with its ticket in %s', (headers) => {
    expect(parse(startWith(headers))).toEqual({
      kind: 'start',
      start: { callId: CALL, streamId: STREAM, ticket },
    });
  });

  it.each(['', '{}', 'other=1', 'ticket=', 'ticket=xyz', `myticket=${hex}`, undefined, 5])(
    'finds no ticket in %j',
    (headers) => {
      expect(parse(startWith(headers))).toMatchObject({ kind: 'start', start: { ticket: undefined } });
    },
  );

  it('reads what else there is', () => {
    const media = { track: 'inbound', timestamp: '1705312200000', chunk: 41, payload: 'AQID' };
    expect(parse({ event: 'media', sequenceNumber: 42, streamId: STREAM, media })).toEqual({
      kind: 'media',
      audio: Buffer.from([1, 2, 3]),
    });
    expect(parse({ event: 'playedStream', sequenceNumber: 1, streamId: STREAM, name: 'm' })).toEqual({
      kind: 'played',
      name: 'm',
    });
    expect(parse({ event: 'clearedAudio', sequenceNumber: 1, streamId: STREAM })).toEqual({
      kind: 'cleared',
    });
    const dtmf = { track: 'inbound', digit: '#', timestamp: '1705312200000' };
    expect(parse({ event: 'dtmf', streamId: STREAM, dtmf })).toEqual({ kind: 'dtmf', digit: '#' });
    expect(parse({ event: 'stop' })).toEqual({ kind: 'stop' });
  });

  it.each([
    [{ encoding: 'audio/x-l16', sampleRate: 8000 }, 'audio/x-l16 at 8000 Hz, 1 channel'],
    [{ encoding: 'audio/x-mulaw', sampleRate: 16_000 }, 'audio/x-mulaw at 16000 Hz, 1 channel'],
    [{ encoding: 'any words of a stranger' }, 'an unknown codec at NaN Hz, 1 channel'],
  ])('tells of the format %j', (mediaFormat, unsupported) => {
    expect(parse(startWith('', { mediaFormat }))).toMatchObject({ kind: 'start', start: { unsupported } });
  });

  it.each([
    ['{', 'not-json'],
    ['[]', 'not-an-object'],
    [{ event: 'weather' }, 'unknown-event'],
    [{ event: 'start' }, 'missing-field'],
    [startWith('', { callId: undefined }), 'missing-field'],
    [startWith('', { streamId: 'two words' }), 'missing-field'],
    [{ event: 'media' }, 'missing-field'],
    [{ event: 'media', media: { payload: '' } }, 'missing-field'],
    [{ event: 'media', media: { payload: 'A' } }, 'bad-base64'],
    [{ event: 'media', media: { track: 'outbound', payload: 'AQID' } }, 'other-track'],
    [{ event: 'media', streamId: 'other', media: { payload: 'AQID' } }, 'other-stream'],
    [{ event: 'playedStream', streamId: 'other', name: 'm' }, 'other-stream'],
    [{ event: 'dtmf', streamId: 'other', dtmf: { digit: '1' } }, 'other-stream'],
    [{ event: 'playedStream' }, 'missing-field'],
    [{ event: 'dtmf' }, 'missing-field'],
    [{ event: 'dtmf', dtmf: { digit: '12' } }, 'bad-digit'],
  ])('finds %j malformed: %s', (message, problem) => {
    expect(parse(message)).toEqual({ kind: 'malformed', problem });
  });
});

it('reads 5 000 damaged messages', () => {
  const random = seeded(7);
  const whole = [
    startWith(extraHeadersOf('ticket')),
    { event: 'media', streamId: STREAM, media: { track: 'inbound', payload: 'AQIDBAUG' } },
    { event: 'playedStream', streamId: STREAM, name: 'm' },
    { event: 'dtmf', streamId: STREAM, dtmf: { track: 'inbound', digit: '5' } },
  ].map((message) => Buffer.from(JSON.stringify(message)));
  const kinds = new Set<string>();
  for (let count = 0; count < 5000; count += 1) {
    const bytes = mutated(pick(whole, random), random);
    const event = parsePlivoMessage(bytes.toString(), STREAM);
    kinds.add(event.kind);
    if (event.kind === 'media') expect(event.audio.length).toBeLessThan(bytes.length);
  }
  expect([...kinds].sort()).toEqual(['dtmf', 'malformed', 'media', 'played', 'start']);
});

it('writes the documented messages', () => {
  expect(JSON.parse(playAudioMessage(Buffer.from([1, 2, 3])))).toEqual({
    event: 'playAudio',
    media: { contentType: 'audio/x-mulaw', sampleRate: 8000, payload: 'AQID' },
  });
  expect(JSON.parse(checkpointMessage(STREAM, 'm'))).toEqual({
    event: 'checkpoint',
    streamId: STREAM,
    name: 'm',
  });
  expect(JSON.parse(clearAudioMessage(STREAM))).toEqual({ event: 'clearAudio', streamId: STREAM });
  // Plivo docs, "Audio streaming XML": only these characters, 512 bytes.
  expect(extraHeadersOf('a-_'.repeat(14))).toMatch(/^[A-Za-z0-9]+=[A-Za-z0-9]+$/);
  expect(extraHeadersOf('a-_'.repeat(14)).length).toBeLessThan(512);
});
