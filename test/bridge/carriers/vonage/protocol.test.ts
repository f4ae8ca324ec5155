import {
  CLEAR_MESSAGE,
  contentTypeOf,
  notifyMessage,
  parseVonageMessage,
} from '../../../../bridge/src/carriers/vonage/protocol';
import { mutated, pick, seeded } from '../../fuzz/mutations';

const parse = (message: unknown) =>
  parseVonageMessage(typeof message === 'string' ? message : JSON.stringify(message));

describe('parseVonageMessage', () => {
  it.each([8000, 16_000, 24_000] as const)('reads the first message, at %i Hz', (sampleRate) => {
    const message = {
      event: 'websocket:connected',
      'content-type': `audio/l16;rate=${sampleRate}`,
      ticket: 'T',
      call: 'U',
      called: '14155550199',
    };
    const format = { encoding: 'l16-little', sampleRate };
    const start = { format, ticket: 'T', callUuid: 'U', called: '14155550199' };
    expect(parse(message)).toEqual({ kind: 'connected', start });
  });

  it('reads the first message of a socket that is not ours', () => {
    const message = {
      event: 'websocket:connected',
      'content-type': 'audio/l16;rate=8000',
      ticket: 5,
      call: '',
    };
    expect(parse(message)).toMatchObject({ start: { ticket: undefined, callUuid: undefined } });
  });

  it('reads what else there is', () => {
    const notify = { event: 'websocket:notify', payload: { mark: 'm-1' } };
    expect(parse(notify)).toEqual({ kind: 'notify', mark: 'm-1' });
    expect(parse({ event: 'websocket:cleared' })).toEqual({ kind: 'cleared' });
    expect(parse({ event: 'websocket:dtmf', digit: '5', duration: 260 })).toEqual({
      kind: 'dtmf',
      digit: '5',
    });
  });

  it.each([undefined, 'audio/l16;rate=44100', 'audio/x-mulaw;rate=8000'])('knows no format %s', (type) => {
    expect(parse({ event: 'websocket:connected', 'content-type': type })).toMatchObject({
      kind: 'connected',
      start: { format: undefined },
    });
  });

  it.each([
    ['{', 'not-json'],
    ['[]', 'not-an-object'],
    ['null', 'not-an-object'],
    [{}, 'unknown-event'],
    [{ event: 'websocket:weather' }, 'unknown-event'],
    [{ event: 'websocket:notify' }, 'missing-field'],
    [{ event: 'websocket:notify', payload: {} }, 'missing-field'],
    [{ event: 'websocket:dtmf' }, 'missing-field'],
    [{ event: 'websocket:dtmf', digit: '11' }, 'bad-digit'],
  ])('finds %j malformed: %s', (message, problem) => {
    expect(parse(message)).toEqual({ kind: 'malformed', problem });
  });
});

it('reads 5 000 damaged messages', () => {
  const random = seeded(7);
  const whole = [
    { event: 'websocket:connected', 'content-type': 'audio/l16;rate=8000', ticket: 'T', call: 'U' },
    { event: 'websocket:notify', payload: { mark: 'm-1' } },
    { event: 'websocket:dtmf', digit: '5', duration: 260 },
  ].map((message) => Buffer.from(JSON.stringify(message)));
  const kinds = new Set<string>();
  for (let count = 0; count < 5000; count += 1) {
    kinds.add(parseVonageMessage(mutated(pick(whole, random), random).toString()).kind);
  }
  expect([...kinds].sort()).toEqual(['connected', 'dtmf', 'malformed', 'notify']);
});

it('writes the documented commands', () => {
  expect(JSON.parse(CLEAR_MESSAGE)).toEqual({ action: 'clear' });
  expect(JSON.parse(notifyMessage('g1-end'))).toEqual({ action: 'notify', payload: { mark: 'g1-end' } });
  expect(contentTypeOf(16_000)).toBe('audio/l16;rate=16000');
});
