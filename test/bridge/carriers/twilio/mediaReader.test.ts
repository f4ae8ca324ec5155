import fc from 'fast-check';
import { MediaReader } from '../../../../bridge/src/carriers/twilio/mediaReader';
import { parseTwilioMessage } from '../../../../bridge/src/carriers/twilio/protocol';
import { audioOf } from '../../support/audio';

const STREAM = `MZ${'0af1'.repeat(8)}`;

/** A message in the order of keys that the documentation shows. */
function documented(payload: string, count = 3): string {
  const media = { track: 'inbound', chunk: String(count - 1), timestamp: String(count * 20), payload };
  return JSON.stringify({ event: 'media', sequenceNumber: String(count), media, streamSid: STREAM });
}

function read(text: string, streamSid = STREAM): string | undefined {
  return new MediaReader(streamSid).read(Buffer.from(text))?.toString('hex');
}

function parsed(text: string): string | undefined {
  const event = parseTwilioMessage(text, STREAM);
  return event.kind === 'media' ? event.audio.toString('hex') : undefined;
}

describe('MediaReader', () => {
  it.each([1, 2, 3, 159, 160, 161, 480, 8000, 40_000])('reads %i bytes of audio', (length) => {
    const audio = audioOf(length, length);
    expect(read(documented(audio.toString('base64')))).toBe(audio.toString('hex'));
  });

  it('reads one stream after another into the same memory', () => {
    const reader = new MediaReader(STREAM);
    const first = audioOf(160, 1);
    const second = audioOf(160, 2);
    const view = reader.read(Buffer.from(documented(first.toString('base64'))));
    expect(view).toEqual(first);
    expect(new MediaReader(STREAM).read(Buffer.from(documented(second.toString('base64'), 99_999)))).toEqual(
      second,
    );
    expect(view).toEqual(second);
    // Larger, smaller and as before: nothing is left of the longer one.
    for (const length of [20_000, 7, 160]) {
      const audio = audioOf(length, length);
      expect(reader.read(Buffer.from(documented(audio.toString('base64'))))).toEqual(audio);
    }
  });

  const good = documented('/wAB');
  it.each([
    ['another stream', good.replace(STREAM, STREAM.replace('0', '1'))],
    ['another event', good.replace('"media"', '"mediA"')],
    ['another track', good.replace('inbound', 'outbound')],
    ['no audio', good.replace('/wAB', '')],
    ['junk for base64', good.replace('/wAB', '/w-_')],
    ['base64 that is cut', good.replace('/wAB', '/wA')],
    ['an escape in the base64', good.replace('/wAB', '\\/wAB')],
    ['a number for a digit string', good.replace('"2"', '2')],
    ['no digits', good.replace('"2"', '""')],
    ['a space', good.replace(',', ', ')],
    ['one key more', good.replace('"chunk"', '"x":1,"chunk"')],
    ['text behind', `${good} `],
    ['text before', ` ${good}`],
    ['an end that is cut', good.slice(0, -1)],
    ['nothing', ''],
    ['only the beginning', good.slice(0, 60)],
  ])('leaves a message with %s to the parser', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });

  it('finds what the parser finds, or nothing, in messages of any form', () => {
    // Texts in which every part may be the documented one, or not: order, spaces, types, escapes, values.
    const rarely = <T>(usual: T, ...others: fc.Arbitrary<T>[]): fc.Arbitrary<T> =>
      fc.oneof({ arbitrary: fc.constant(usual), weight: 12 }, ...others);
    const digits = fc.nat({ max: 1e9 }).map((number) => `"${number}"`);
    const value = (usual: string) => rarely(usual, digits, fc.json({ maxDepth: 1 }), fc.constant('"00"'));
    const base64 = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    const payload = fc.oneof(
      { arbitrary: base64.map((text) => `"${text}"`), weight: 8 },
      base64.map((text) => `"${text.replaceAll('/', '\\/')}"`),
      base64.map((text) => `"${text.slice(1)}"`),
      base64.map((text) => `"${text}\\u0041"`),
      fc.string({ unit: fc.constantFrom(...'Aa0+/=-_" \\') }).map((text) => `"${text}"`),
      fc.json({ maxDepth: 1 }),
    );
    const object = (entries: fc.Arbitrary<[string, string]>[]): fc.Arbitrary<string> =>
      fc
        .tuple(
          fc.tuple(...entries),
          rarely(false, fc.constant(true)),
          rarely('', fc.constantFrom(' ', '\n', '\t')),
          rarely<[string, string] | undefined>(undefined, fc.constant(['more', '1'] as [string, string])),
        )
        .chain(([pairs, shuffled, space, more]) => {
          const all = more ? [...pairs, more] : pairs;
          const ordered = shuffled ? fc.shuffledSubarray(all, { minLength: all.length }) : fc.constant(all);
          return ordered.map(
            (list) => `{${list.map(([key, text]) => `"${key}":${space}${text}`).join(',')}}`,
          );
        });
    const entry = (key: string, text: fc.Arbitrary<string>): fc.Arbitrary<[string, string]> =>
      text.map((json) => [key, json]);
    const media = object([
      entry('track', rarely('"inbound"', fc.constantFrom('"outbound"', '"inboun\\u0064"', 'null'))),
      entry('chunk', value('"2"')),
      entry('timestamp', value('"5"')),
      entry('payload', payload),
    ]);
    const message = object([
      entry('event', rarely('"media"', fc.constantFrom('"med\\u0069a"', '"mark"'))),
      entry('sequenceNumber', value('"3"')),
      entry('media', media),
      entry('streamSid', rarely(`"${STREAM}"`, fc.constantFrom('"MZ2"', '""', 'null'))),
    ]);
    let taken = 0;
    fc.assert(
      fc.property(message, (text) => {
        const fast = read(text);
        if (fast === undefined) return true;
        taken += 1;
        return fast === parsed(text);
      }),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(400);
  });

  it('finds what the parser finds, or nothing, wherever a byte is changed', () => {
    const usual = Buffer.from(documented(audioOf(20, 4).toString('base64')));
    for (let at = 0; at < usual.length; at += 1) {
      for (let byte = 0; byte < 128; byte += 1) {
        const changed = Buffer.from(usual);
        changed[at] = byte;
        const fast = read(changed.toString());
        if (fast !== undefined && fast !== parsed(changed.toString())) {
          throw new Error(`differs with byte ${byte} at ${at}`);
        }
      }
    }
  });
});
