export type Random = (below: number) => number;

/** Whole numbers from a seed (a 32-bit xorshift), so that a failure can be repeated. */
export function seeded(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export function pick<T>(list: readonly T[], random: Random): T {
  return list[random(list.length)] as T;
}

/** What JSON is made of, and what it isn't. */
const PIECES = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  'true',
  '-1',
  '1e999',
  '""',
  '{}',
  '[]',
  '\\u0000',
  '\\ud800',
  '\\/',
  ' ',
  '\n',
  '\u0000',
  '=',
  '==',
  '-',
  '_',
  '😀',
  '"event"',
  '"media"',
  '"type"',
  '"message"',
  '"__proto__":{}',
  '"constructor"',
  '"toString"',
  '[[[[[[[[',
  '9'.repeat(400),
].map((piece) => Buffer.from(piece));

/** Damages a text in one to four places: bytes changed, left out, repeated, or pieces of syntax put in. */
export function mutated(text: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(text);
  for (let times = 1 + random(4); times > 0 && bytes.length > 0; times -= 1) {
    const at = random(bytes.length);
    const length = random(Math.min(bytes.length - at, 64) + 1);
    switch (random(6)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), pick(PIECES, random), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), pick(PIECES, random), bytes.subarray(at + length)]);
        break;
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}
