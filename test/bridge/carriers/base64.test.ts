import fc from 'fast-check';
import {
  decodeBase64,
  decodedLength,
  encodeBase64,
  encodedLength,
} from '../../../bridge/src/carriers/base64';

function decode(text: string): string | undefined {
  const source = Buffer.from(`<${text}>`);
  const target = Buffer.alloc(decodedLength(source.length - 2));
  const length = decodeBase64(source, 1, source.length - 1, target);
  return length < 0 ? undefined : target.toString('hex', 0, length);
}

describe('decodeBase64', () => {
  // RFC 4648, 10.
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
  ])('decodes %j', (text, bytes) => {
    expect(decode(text)).toBe(Buffer.from(bytes).toString('hex'));
  });

  it.each([
    'Z',
    'Zg',
    'Zg=',
    'Z===',
    '====',
    'Zg==Zg==',
    'Z=g=',
    'Zm9v\n',
    'Zm 9',
    '_-__',
    'Zm9\u00ff',
    'Zm9vZm9vZm.v',
    'ZZZ\u0000',
  ])('refuses %j', (text) => {
    expect(decode(text)).toBeUndefined();
  });

  it('agrees with the full form and with Node on any text', () => {
    const full = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    const character = fc.constantFrom(...'AZaz09+/==', '-', '_', ' ', 'é');
    const anything = fc.string({ unit: character, maxLength: 24 });
    const valid = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(anything, valid), (text) => {
        const expected = full.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
        return decode(text) === expected;
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeBase64', () => {
  it('writes what Node writes, where it is told to, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat({ max: 20 }), (bytes, at) => {
        const expected = Buffer.from(bytes).toString('base64');
        const target = Buffer.alloc(at + encodedLength(bytes.length) + 5, '#');
        encodeBase64(bytes, target, at);
        return target.toString('latin1') === `${'#'.repeat(at)}${expected}#####`;
      }),
      { numRuns: 2000 },
    );
  });
});
