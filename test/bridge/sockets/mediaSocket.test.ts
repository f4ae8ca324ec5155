import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { frameHeaderLength, OPCODE, writeFrameHeader } from '../../../bridge/src/sockets/frames';
import { until } from '../support/until';
import { VirtualClock } from '../support/virtualClock';
import { makeCertificate, trust } from './certificate';
import { Ends, MAX_PAYLOAD, Recorder, type Pair, type PairOptions, type Role } from './ends';

const SIZES = [0, 1, 124, 125, 126, 127, 160, 4000, 4096, 65_535, 65_536, 65_537, 300_000];

/** Bytes that differ from message to message, so that a mix-up shows. */
const bytesOf = (length: number, seed: number): Buffer => {
  const bytes = Buffer.alloc(length, `message ${seed}, `);
  if (length > 0) bytes[length - 1] = seed;
  return bytes;
};

const certificate = makeCertificate();
let distrust: () => void;
beforeAll(() => (distrust = trust(certificate)));
afterAll(() => distrust());

describe.each<Role>(['server', 'client', 'client over TLS'])('MediaSocket as %s, against ws', (role) => {
  let ends: Ends;
  let clock: VirtualClock;
  let pair: Pair;
  const open = async (options: Partial<PairOptions> = {}): Promise<Pair> => {
    pair = await ends.pair(role, { clock, ...options });
    return pair;
  };
  const closed = (): Promise<void> => until(() => pair.recorder.closes.length > 0, 'our socket is closed');
  beforeEach(() => {
    ends = new Ends(certificate);
    clock = new VirtualClock();
  });
  afterEach(async () => {
    await ends.close();
    await closed();
    expect(pair.recorder.closes).toHaveLength(1);
    expect(pair.ours.isOpen).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('carries text and binary of all sizes, both ways', async () => {
    const { ours, recorder, theirs } = await open();
    const expected: (string | Buffer)[] = [];
    for (const size of SIZES) {
      const binary = bytesOf(size, size);
      const text = `é${'x'.repeat(size)}`;
      expected.push(binary, text);
      ours.sendBinary(binary);
      ours.sendText(text);
      theirs.socket.send(binary);
      theirs.socket.send(text);
    }
    await until(() => recorder.messages.length === expected.length, 'all came here');
    await until(() => theirs.messages.length === expected.length, 'all came there');
    expect(recorder.messages.map(digest)).toEqual(expected.map(digest));
    expect(theirs.messages.map(digest)).toEqual(expected.map(digest));
    expect(theirs.errors).toEqual([]);
  });

  it('carries any messages, in pieces or whole, with pings between', async () => {
    const { ours, recorder, theirs } = await open();
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
    );
    const piece = fc.record({ message, pieces: fc.integer({ min: 1, max: 3 }), ping: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 20 }), async (pieces) => {
        recorder.messages.length = 0;
        theirs.messages.length = 0;
        const expected = pieces.map(({ message }) =>
          typeof message === 'string' ? Buffer.from(message).toString() : Buffer.from(message),
        );
        for (const [index, { pieces: count, ping }] of pieces.entries()) {
          const whole = expected[index]!;
          const bytes = Buffer.from(whole as string);
          const step = Math.ceil(bytes.length / count);
          for (let part = 0; part < count; part += 1) {
            const slice = bytes.subarray(part * step, (part + 1) * step);
            theirs.socket.send(slice, { binary: typeof whole !== 'string', fin: part === count - 1 });
            if (ping) theirs.socket.ping('between');
          }
          if (typeof whole === 'string') ours.sendText(whole);
          else ours.sendBinary(whole);
        }
        await until(() => recorder.messages.length === expected.length, 'all came here');
        await until(() => theirs.messages.length === expected.length, 'all came there');
        expect(recorder.messages).toEqual(expected);
        expect(theirs.messages).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('loses nothing that came before somebody listened', async () => {
    const { recorder } = await open({
      beforeListen: async (_ours, theirs) => {
        for (let index = 0; index < 200; index += 1) theirs.socket.send(`${index}`);
        theirs.socket.send(bytesOf(200_000, 1));
        await until(() => theirs.socket.bufferedAmount === 0, 'all has left').catch(() => undefined);
      },
    });
    await until(() => recorder.messages.length === 201, 'all came');
    expect(recorder.messages.slice(0, 200)).toEqual(Array.from({ length: 200 }, (_, index) => `${index}`));
    expect(digest(recorder.messages[200]!)).toBe(digest(bytesOf(200_000, 1)));
  });

  it('tells a late listener that the socket is closed', async () => {
    const { recorder } = await open({
      beforeListen: async (ours) => {
        ours.terminate();
        await until(() => clock.pending === 0, 'it is closed');
      },
    });
    expect(recorder.closes).toEqual([1006]);
  });

  it('leaves no memory of its own in what it delivers or sends', async () => {
    const { ours, theirs } = await open();
    const data = bytesOf(160, 1);
    ours.sendBinary(data);
    // The sender may use its bytes again at once.
    data.fill(0);
    ours.sendBinary(data);
    await until(() => theirs.messages.length === 2, 'both came');
    expect(theirs.messages).toEqual([bytesOf(160, 1), Buffer.alloc(160)]);
  });

  describe('pings', () => {
    it('are answered with what they carry', async () => {
      const { theirs } = await open();
      theirs.socket.ping('');
      theirs.socket.ping('p'.repeat(125));
      await until(() => theirs.pongs.length === 2, 'the pongs come');
      expect(theirs.pongs).toEqual(['', 'p'.repeat(125)]);
    });

    it('are sent every 3 s, and a peer that answers stays', async () => {
      const { ours, theirs } = await open();
      for (let round = 1; round <= 8; round += 1) {
        const read = bytesWritten(pair);
        clock.advance(3000);
        await until(() => theirs.pings.length === round, 'the ping comes');
        await until(() => bytesWritten(pair) > read, 'the pong comes back');
      }
      expect(ours.isOpen).toBe(true);
    });

    it('show that a peer is dead within 10 s', async () => {
      const { recorder, theirs } = await open({ autoPong: false });
      for (const pings of [1, 2, 3]) {
        clock.advance(3000);
        await until(() => theirs.pings.length === pings, 'the ping comes');
      }
      expect(recorder.closes).toEqual([]);
      clock.advance(1000);
      await closed();
      expect(recorder.closes).toEqual([1006]);
    });

    it('are not needed where anything else comes', async () => {
      const { ours, recorder, theirs } = await open({ autoPong: false });
      for (let round = 1; round <= 5; round += 1) {
        clock.advance(8000);
        theirs.socket.send('audio');
        await until(() => recorder.messages.length === round, 'a message comes');
      }
      expect(ours.isOpen).toBe(true);
    });

    it('cannot make the backlog grow: only the newest that waits is answered', async () => {
      const { ours, recorder, theirs } = await open();
      const sent = await fill(pair);
      const backlog = ours.backlogBytes;
      for (let index = 0; index < 1000; index += 1) theirs.socket.ping(`ping ${index}`);
      theirs.socket.send('end of the flood');
      await until(() => recorder.messages.length === 1, 'the flood was read');
      expect(ours.backlogBytes).toBeLessThanOrEqual(backlog);
      theirs.socket.resume();
      await until(() => theirs.messages.length === sent.length, 'the backlog comes');
      await until(() => theirs.pongs.length > 0, 'a pong comes');
      expect(theirs.pongs).toEqual(['ping 999']);
    });
  });

  describe('backlog', () => {
    it('is told, and when it is gone, and nothing is lost or mixed up', async () => {
      const { ours, recorder, theirs } = await open();
      const sent = await fill(pair);
      for (let index = 0; index < 500; index += 1) {
        const frame = bytesOf(160, 1000 + index);
        ours.sendBinary(frame);
        sent.push(frame);
      }
      expect(ours.backlogBytes).toBeGreaterThan(500 * 160);
      const before = recorder.drains;
      theirs.socket.resume();
      await until(() => theirs.messages.length === sent.length, 'all came');
      await until(() => recorder.drains > before, 'it is told');
      expect(ours.backlogBytes).toBe(0);
      expect(theirs.messages.map(digest)).toEqual(sent.map(digest));
    });

    it('of one socket does not touch the frames of another', async () => {
      const stalled = await open();
      const other = await ends.pair(role, { clock });
      const sent = await fill(stalled);
      const others = Array.from({ length: 100 }, (_, index) => bytesOf(160, 7000 + index));
      for (const frame of others) {
        other.ours.sendBinary(frame);
        const last = bytesOf(160, sent.length);
        stalled.ours.sendBinary(last);
        sent.push(last);
      }
      stalled.theirs.socket.resume();
      await until(() => stalled.theirs.messages.length === sent.length, 'all came');
      await until(() => other.theirs.messages.length === others.length, 'the others came');
      expect(other.theirs.messages).toEqual(others);
      expect(stalled.theirs.messages.map(digest)).toEqual(sent.map(digest));
      other.ours.terminate();
      await until(() => other.recorder.closes.length === 1, 'the other is closed');
    });

    it('of a single frame is told too, and is kept from the frames of others', async () => {
      const { ours, recorder, theirs } = await open();
      const other = await ends.pair(role, { clock });
      theirs.socket.pause();
      const sent: Buffer[] = [];
      // The last of these is the first that does not leave at once.
      while (ours.backlogBytes === 0) {
        const frame = bytesOf(1000, sent.length);
        ours.sendBinary(frame);
        sent.push(frame);
      }
      other.ours.sendBinary(Buffer.alloc(1000, 'other'));
      theirs.socket.resume();
      await until(() => theirs.messages.length === sent.length, 'all came');
      expect(theirs.messages.map(digest)).toEqual(sent.map(digest));
      await until(() => recorder.drains === 1, 'it is told');
      expect(ours.backlogBytes).toBe(0);
      other.ours.terminate();
      await until(() => other.recorder.closes.length === 1, 'the other is closed');
    });

    it('does not keep a socket from closing', async () => {
      const { ours, recorder } = await open();
      await fill(pair);
      ours.close();
      clock.advance(2000);
      await closed();
      expect(recorder.closes).toEqual([1006]);
    });

    it('is not added to by pings', async () => {
      const { ours, recorder } = await open();
      await fill(pair);
      const backlog = ours.backlogBytes;
      clock.advance(3000);
      expect(ours.backlogBytes).toBeLessThanOrEqual(backlog);
      expect(recorder.closes).toEqual([]);
    });
  });

  describe('closing', () => {
    it.each([undefined, 1000, 1001, 1008, 4001])('by us with %p is answered', async (code) => {
      const { ours, recorder, theirs } = await open();
      ours.close(code);
      ours.close(1011);
      expect(ours.isOpen).toBe(false);
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.closes).toEqual([code ?? 1000]);
      expect(theirs.closeCode).toBe(code ?? 1000);
      expect(theirs.errors).toEqual([]);
    });

    it.each([
      [undefined, 1005],
      [1000, 1000],
      [1001, 1001],
      [1011, 1011],
      [4999, 4999],
    ])('by them with %p is answered', async (code, told) => {
      const { recorder, theirs } = await open();
      theirs.socket.send('last words');
      theirs.socket.close(code, code === undefined ? undefined : 'a reason');
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.messages).toEqual(['last words']);
      expect(recorder.closes).toEqual([told]);
      expect(theirs.closeCode).toBe(told);
    });

    it('by both at once ends well', async () => {
      const { ours, recorder, theirs } = await open();
      ours.close(1000);
      theirs.socket.close(1001);
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.closes).toEqual([1001]);
    });

    it('sends what was sent before, and nothing after', async () => {
      const { ours, recorder, theirs } = await open();
      ours.sendText('before');
      ours.close();
      ours.sendText('after');
      ours.sendBinary(Buffer.from('after'));
      expect(ours.sendPrepared(Buffer.from('after'))).toBe(true);
      theirs.socket.ping('after');
      clock.advance(1999);
      await closed();
      expect(recorder.closes).toEqual([1000]);
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(theirs.messages).toEqual(['before']);
      expect(theirs.errors).toEqual([]);
    });

    it('is by force when it is not answered in 2 s', async () => {
      const { ours, recorder, theirs } = await open();
      theirs.socket.pause();
      ours.close();
      clock.advance(1999);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(recorder.closes).toEqual([]);
      clock.advance(1);
      await closed();
      expect(recorder.closes).toEqual([1006]);
    });

    it('still delivers what was under way', async () => {
      const { ours, recorder, theirs } = await open();
      theirs.socket.pause();
      ours.close();
      theirs.socket.send('under way');
      await until(() => recorder.messages.length === 1, 'it comes');
      theirs.socket.resume();
      await closed();
      expect(recorder.closes).toEqual([1000]);
    });

    it.each(['FIN', 'cut'] as const)('without a close frame (%s) is told as 1006', async (how) => {
      const { recorder, theirs } = await open();
      if (how === 'FIN') theirs.raw.end();
      else theirs.raw.destroy();
      await closed();
      expect(recorder.closes).toEqual([1006]);
    });

    it('at once is told as 1006', async () => {
      const { ours, recorder, theirs } = await open();
      ours.terminate();
      ours.terminate();
      ours.close();
      expect(ours.isOpen).toBe(false);
      expect(recorder.closes).toEqual([]);
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.closes).toEqual([1006]);
      expect(theirs.closeCode).toBe(1006);
    });

    it('at once delivers no more of what was read already', async () => {
      const { ours, recorder, theirs } = await open();
      recorder.onMessage = () => ours.terminate();
      theirs.raw.cork();
      for (let index = 0; index < 10; index += 1) theirs.socket.send(`${index}`);
      theirs.raw.uncork();
      await closed();
      expect(recorder.messages).toEqual(['0']);
    });
  });

  describe('violations', () => {
    it('of the length close with 1009, before the message is taken in', async () => {
      const { recorder, theirs } = await open({ maxPayload: 1000 });
      theirs.socket.send('x'.repeat(1000));
      theirs.socket.send('x'.repeat(1001));
      theirs.socket.send('never read');
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.messages).toEqual(['x'.repeat(1000)]);
      expect(recorder.closes).toEqual([1009]);
      expect(theirs.closeCode).toBe(1009);
    });

    it.each([
      ['a reserved bit', Buffer.from('f180000000004142', 'hex'), 1002],
      [
        'text that is not UTF-8',
        role === 'server' ? Buffer.from('818100000000ff', 'hex') : Buffer.from('8101ff', 'hex'),
        1007,
      ],
    ])('by %s close with their code', async (_what, bytes, code) => {
      const { recorder, theirs } = await open();
      theirs.raw.write(bytes);
      await closed();
      await until(() => theirs.closeCode !== undefined, 'theirs is closed');
      expect(recorder.closes).toEqual([code]);
      expect(theirs.closeCode).toBe(code);
    });

    it('end within 2 s when the other end goes on', async () => {
      const { recorder, theirs } = await open();
      theirs.socket.pause();
      theirs.raw.write(Buffer.from('f180000000004142', 'hex'));
      await until(() => !pair.ours.isOpen, 'it is noticed');
      theirs.raw.write(Buffer.alloc(1000));
      clock.advance(2000);
      await closed();
      expect(recorder.closes).toEqual([1002]);
    });
  });
});

describe('MediaSocket.sendPrepared', () => {
  let ends: Ends;
  beforeEach(() => (ends = new Ends()));
  afterEach(() => ends.close());

  const prepare = (frame: Buffer, payload: Buffer): void => {
    payload.copy(frame, writeFrameHeader(frame, 0, OPCODE.text, payload.length));
  };

  it('says whether the buffer may be used again, and is right', async () => {
    const { ours, recorder, theirs } = await ends.pair('server', { clock: new VirtualClock() });
    let frame = Buffer.alloc(frameHeaderLength(1000, false) + 1000);
    let reused = 0;
    const sent: string[] = [];
    const send = (): boolean => {
      const text = `${sent.length} `.repeat(1000).slice(0, 1000);
      prepare(frame, Buffer.from(text));
      sent.push(text);
      const left = ours.sendPrepared(frame);
      if (left) reused += 1;
      else frame = Buffer.alloc(frame.length);
      return left;
    };
    expect(send()).toBe(true);
    theirs.socket.pause();
    while (send() && sent.length < 100_000);
    expect(ours.backlogBytes).toBeGreaterThan(0);
    for (let index = 0; index < 50; index += 1) expect(send()).toBe(false);
    theirs.socket.resume();
    await until(() => theirs.messages.length === sent.length, 'all came');
    expect(theirs.messages.map(digest)).toEqual(sent.map(digest));
    await until(() => recorder.drains === 1, 'it is told');
    expect(send()).toBe(true);
    expect(reused).toBeGreaterThan(2);
  });
});

describe('Recorder', () => {
  it('would notice a call after closed', () => {
    const recorder = new Recorder();
    recorder.closed(1000);
    expect(() => recorder.drained()).toThrow('after closed');
  });
});

/** The bytes of a message, or what tells them: long ones are compared slowly by Jest. */
function digest(message: string | Buffer): string {
  return `${typeof message} ${createHash('sha256').update(message).digest('base64')}`;
}

/** Has the other end stop reading, and sends until the kernels take no more; what was sent. */
async function fill({ ours, theirs }: Pair): Promise<Buffer[]> {
  theirs.socket.pause();
  const sent: Buffer[] = [];
  let before = -1;
  while (ours.backlogBytes === 0 || ours.backlogBytes !== before) {
    while (ours.backlogBytes < MAX_PAYLOAD) {
      const frame = bytesOf(60_000, sent.length);
      ours.sendBinary(frame);
      sent.push(frame);
    }
    before = ours.backlogBytes;
    await new Promise((resolve) => setTimeout(resolve, 50));
    // What the kernels have taken meanwhile is seen only now.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sent;
}

/** What tells that a pong has left the other end. */
function bytesWritten({ theirs }: Pair): number {
  return theirs.raw.bytesWritten;
}
