import fc from 'fast-check';
import {
  frameHeaderLength,
  FrameReader,
  OPCODE,
  writeFrameHeader,
  type FrameSink,
} from '../../../bridge/src/sockets/frames';
import { fuzzFrames } from '../fuzz/frames';

interface Frame {
  opcode: number;
  payload: Uint8Array;
  final?: boolean;
}

const KEY = 0x37fa213d;

/** A frame as the standard draws it, built without the code under test. */
const encode = ({ opcode, payload, final = true }: Frame, masked: boolean): Buffer => {
  const { length } = payload;
  const size = Buffer.alloc(length <= 125 ? 1 : length <= 0xffff ? 3 : 9);
  if (length <= 125) size[0] = length;
  else if (length <= 0xffff) {
    size[0] = 126;
    size.writeUInt16BE(length, 1);
  } else {
    size[0] = 127;
    size.writeBigUInt64BE(BigInt(length), 1);
  }
  const first = Buffer.of((final ? 0x80 : 0) | opcode);
  if (!masked) return Buffer.concat([first, size, payload]);
  size[0] |= 0x80;
  const key = Buffer.alloc(4);
  key.writeInt32BE(KEY);
  return Buffer.concat([first, size, key, Buffer.from(payload.map((byte, index) => byte ^ key[index % 4]!))]);
};

type Seen = string;

const read = (
  bytes: Uint8Array,
  masked: boolean,
  cuts: readonly number[] = [],
  maxPayload = 1 << 20,
): Seen[] => {
  const seen: Seen[] = [];
  const sink: FrameSink = {
    text: (message) => seen.push(`text ${message.toString('hex')}`),
    binary: (message) => seen.push(`binary ${message.toString('hex')}`),
    ping: (payload) => seen.push(`ping ${payload.toString('hex')}`),
    close: (code) => seen.push(`close ${code}`),
    violation: (code) => seen.push(`violation ${code}`),
  };
  const reader = new FrameReader({ masked, maxPayload }, sink);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  // One chunk after the other through the same memory, as sockets read.
  const shared = Buffer.alloc(bytes.length);
  let from = 0;
  for (const to of [...places, bytes.length]) {
    shared.set(bytes.subarray(from, to));
    reader.push(shared, to - from);
    shared.fill(0xee);
    from = to;
  }
  return seen;
};

const hex = (text: string): string => Buffer.from(text).toString('hex');

describe('writeFrameHeader', () => {
  const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];

  it.each(lengths)('writes the header of %i bytes, masked or not', (length) => {
    for (const masked of [false, true]) {
      const expected = encode({ opcode: OPCODE.binary, payload: Buffer.alloc(length) }, masked);
      const header = frameHeaderLength(length, masked);
      expect(header).toBe(expected.length - length);
      const target = Buffer.alloc(header + 5, 0xaa);
      expect(writeFrameHeader(target, 3, OPCODE.binary, length, masked ? KEY : undefined)).toBe(3 + header);
      expect(target.subarray(3, 3 + header)).toEqual(expected.subarray(0, header));
      expect([...target.subarray(0, 3), ...target.subarray(3 + header)]).toEqual([...Buffer.alloc(5, 0xaa)]);
    }
  });

  it('writes lengths beyond 32 bits', () => {
    const target = Buffer.alloc(10);
    writeFrameHeader(target, 0, OPCODE.binary, 2 ** 33 + 5);
    expect(target.readBigUInt64BE(2)).toBe(2n ** 33n + 5n);
  });
});

describe.each([
  ['of a server', true],
  ['of a client', false],
])('FrameReader %s', (_role, masked) => {
  const stream = (...frames: Frame[]): Buffer => Buffer.concat(frames.map((frame) => encode(frame, masked)));
  const text = (content: string, opcode: number = OPCODE.text, final = true): Frame => ({
    opcode,
    payload: Buffer.from(content),
    final,
  });

  it.each([0, 1, 63, 64, 125, 126, 127, 160, 390, 65_535, 65_536, 100_000])('reads %i bytes', (length) => {
    const payload = Buffer.alloc(length, 'payload');
    expect(read(stream({ opcode: OPCODE.binary, payload }), masked)).toEqual([
      `binary ${payload.toString('hex')}`,
    ]);
    expect(read(stream({ opcode: OPCODE.text, payload }), masked, [length, 1, 3])).toEqual([
      `text ${payload.toString('hex')}`,
    ]);
  });

  it('joins the pieces of a message, with control frames between them', () => {
    const bytes = stream(
      text('Hel', OPCODE.text, false),
      text('now', OPCODE.ping),
      text('l', OPCODE.continuation, false),
      text('', OPCODE.continuation, false),
      text('then', OPCODE.pong),
      text('o', OPCODE.continuation),
      text('next'),
    );
    expect(read(bytes, masked)).toEqual([
      `ping ${hex('now')}`,
      `text ${hex('Hello')}`,
      `text ${hex('next')}`,
    ]);
  });

  it('joins a character that was cut in two', () => {
    const bytes = Buffer.from('é');
    const frames = [
      { opcode: OPCODE.text, payload: bytes.subarray(0, 1), final: false },
      { opcode: OPCODE.continuation, payload: bytes.subarray(1) },
    ];
    expect(read(stream(...frames), masked)).toEqual([`text ${hex('é')}`]);
  });

  it('finds the same messages wherever the stream is cut', () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 140 }),
      fc.uint8Array({ minLength: 120, maxLength: 400 }),
      fc.constantFrom(65_535, 65_536).map((length) => new Uint8Array(length)),
    );
    const message = fc.record({
      opcode: fc.constantFrom(OPCODE.binary, OPCODE.text, OPCODE.ping, OPCODE.pong),
      payload,
      pieces: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.boolean(),
        (messages, cuts, closes) => {
          const frames: Frame[] = [];
          const expected: Seen[] = [];
          for (const { opcode, payload, pieces } of messages) {
            if (opcode >= OPCODE.close) {
              const short = payload.slice(0, 125);
              frames.push({ opcode, payload: short });
              if (opcode === OPCODE.ping) expected.push(`ping ${Buffer.from(short).toString('hex')}`);
              continue;
            }
            const content = opcode === OPCODE.text ? payload.map((byte) => byte & 0x7f) : payload;
            const step = Math.ceil(content.length / pieces) || 1;
            for (let piece = 0; piece < pieces; piece += 1) {
              frames.push({
                opcode: piece === 0 ? opcode : OPCODE.continuation,
                payload: content.slice(piece * step, (piece + 1) * step),
                final: piece === pieces - 1,
              });
            }
            const kind = opcode === OPCODE.text ? 'text' : 'binary';
            expected.push(`${kind} ${Buffer.from(content).toString('hex')}`);
          }
          if (closes) {
            frames.push({ opcode: OPCODE.close, payload: Buffer.of(3, 232) }, text('too late'));
            expected.push('close 1000');
          }
          expect(read(stream(...frames), masked, cuts)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads a stream byte by byte', () => {
    const bytes = stream(text('a'.repeat(300)), { opcode: OPCODE.binary, payload: Buffer.alloc(66_000, 7) });
    const cuts = Array.from({ length: 700 }, (_, index) => index);
    expect(read(bytes, masked, cuts)).toEqual([
      `text ${hex('a'.repeat(300))}`,
      `binary ${Buffer.alloc(66_000, 7).toString('hex')}`,
    ]);
  });

  describe('close frames', () => {
    const close = (payload: Buffer): Seen[] => read(stream({ opcode: OPCODE.close, payload }), masked);
    const coded = (code: number, reason: Buffer = Buffer.alloc(0)): Buffer =>
      Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason]);

    it('tells their code, and 1005 when there is none', () => {
      expect(close(coded(1000))).toEqual(['close 1000']);
      expect(close(coded(4321, Buffer.from('gone, ciào')))).toEqual(['close 4321']);
      expect(close(Buffer.alloc(0))).toEqual(['close 1005']);
    });

    it('refuses half a code, codes nobody may send, and a reason that is not UTF-8', () => {
      expect(close(Buffer.of(3))).toEqual(['violation 1002']);
      for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000]) {
        expect(close(coded(code))).toEqual(['violation 1002']);
      }
      expect(close(coded(1000, Buffer.of(0xff)))).toEqual(['violation 1007']);
    });
  });

  describe('violations', () => {
    const header = (...bytes: number[]): Buffer => {
      const head = Buffer.from(bytes);
      if (masked) head[1]! |= 0x80;
      return head;
    };
    /** Found as soon as the bytes that show it are there. */
    const cases: [string, Buffer, number][] = [
      ['a reserved bit', header(0xc1, 0), 1002],
      ['another reserved bit', header(0xa1, 0), 1002],
      ['the third reserved bit', header(0x92, 0), 1002],
      ['a reserved kind of data', header(0x83, 0), 1002],
      ['a reserved kind of control frame', header(0x8b, 0), 1002],
      ['a long control frame', header(0x89, 126), 1002],
      ['a control frame in pieces', header(0x09, 0), 1002],
      ['a continuation of nothing', header(0x80, 0), 1002],
      ['a length in two bytes that fits one', header(0x82, 126, 0, 125), 1002],
      ['a length in eight bytes that fits two', header(0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 1002],
      ['a negative length', header(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0), 1002],
      ['a length beyond 32 bits', header(0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0), 1009],
      ['a message longer than allowed', header(0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 1), 1009],
      [
        'text that is not UTF-8',
        encode({ opcode: OPCODE.text, payload: Buffer.of(0xc3, 0x28) }, masked),
        1007,
      ],
      [
        'a frame masked as the other side masks',
        encode({ opcode: OPCODE.text, payload: Buffer.of(65) }, !masked),
        1002,
      ],
    ];

    it.each(cases)('are told: %s', (_what, bytes, code) => {
      expect(read(bytes, masked)).toEqual([`violation ${code}`]);
      const cuts = Array.from({ length: bytes.length }, (_, index) => index);
      expect(read(bytes, masked, cuts)).toEqual([`violation ${code}`]);
    });

    it('are told for a new message within another', () => {
      expect(read(stream(text('a', OPCODE.text, false), text('b')), masked)).toEqual(['violation 1002']);
    });

    it('are told for pieces that are not UTF-8 together', () => {
      const frames = [
        { opcode: OPCODE.text, payload: Buffer.of(0xc3), final: false },
        { opcode: OPCODE.continuation, payload: Buffer.of(0x28) },
      ];
      expect(read(stream(...frames), masked)).toEqual(['violation 1007']);
    });

    it('are told for pieces that are too long together', () => {
      const piece = (opcode: number, length: number): Frame => ({
        opcode,
        payload: Buffer.alloc(length),
        final: false,
      });
      const fits = stream(piece(OPCODE.binary, 60), {
        opcode: OPCODE.continuation,
        payload: Buffer.alloc(40),
      });
      expect(read(fits, masked, [], 100)).toHaveLength(1);
      const bytes = stream(piece(OPCODE.binary, 60), piece(OPCODE.continuation, 41));
      expect(read(bytes, masked, [], 100)).toEqual(['violation 1009']);
    });

    it('are told for pieces without end, also empty ones', () => {
      const empty = { opcode: OPCODE.continuation, payload: Buffer.alloc(0), final: false };
      const bytes = stream(text('', OPCODE.text, false), ...Array.from({ length: 1024 }, () => empty));
      expect(read(bytes, masked)).toEqual(['violation 1009']);
    });

    it('end the reading', () => {
      expect(read(Buffer.concat([header(0x83, 0), stream(text('a'))]), masked)).toEqual(['violation 1002']);
    });
  });

  it('delivers nothing more once it is stopped, from within a message too', () => {
    let seen = 0;
    const reader: FrameReader = new FrameReader(
      { masked, maxPayload: 100 },
      {
        text: () => {
          seen += 1;
          reader.stop();
        },
        binary: () => undefined,
        ping: () => undefined,
        close: () => undefined,
        violation: () => undefined,
      },
    );
    const bytes = stream(text('a'), text('b'));
    reader.push(Buffer.from(bytes));
    reader.push(Buffer.from(bytes));
    expect(seen).toBe(1);
  });

  it('holds back what has come, not what is announced', () => {
    const reader = new FrameReader(
      { masked, maxPayload: 2 ** 31 },
      {
        text: () => undefined,
        binary: () => undefined,
        ping: () => undefined,
        close: () => undefined,
        violation: () => undefined,
      },
    );
    const head = stream({ opcode: OPCODE.binary, payload: Buffer.alloc(100_000) }).subarray(0, 50);
    head.writeUInt32BE(2 ** 30, 6);
    reader.push(head);
    expect(reader.heldBytes).toBe(50);
  });
});

describe('random frames', () => {
  it('do no harm', () => {
    expect(fuzzFrames(20_000, 1)).toMatchObject({ frames: 20_000 });
  });
});
