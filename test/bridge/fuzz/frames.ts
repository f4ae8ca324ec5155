import { isUtf8 } from 'node:buffer';
import {
  frameHeaderLength,
  FrameReader,
  writeFrameHeader,
  type FrameSink,
} from '../../../bridge/src/sockets/frames';
import { applyMask } from '../../../bridge/src/sockets/masking';

const MAX_PAYLOAD = 64 * 1024;
const VIOLATIONS = new Set([1002, 1007, 1009]);

export interface FuzzedFrames {
  frames: number;
  messages: number;
  pings: number;
  closes: number;
  violations: number;
  /** The most that a reader held back at once, in bytes. */
  mostHeld: number;
}

/** Random numbers from a seed (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * Throws `count` random frames, most of them mutated or cut off, at readers of both roles, in chunks cut anywhere.
 * @throws when a reader throws, delivers after its end, delivers what no frame allows, or holds more than it may
 */
export function fuzzFrames(count: number, seed: number): FuzzedFrames {
  const random = randomFrom(seed);
  const result = { frames: 0, messages: 0, pings: 0, closes: 0, violations: 0, mostHeld: 0 };
  while (result.frames < count) {
    const masked = random(2) === 0;
    let over = false;
    const deliver = (what: 'messages' | 'pings' | 'closes' | 'violations', fine: boolean): void => {
      if (over) throw new Error(`${what} after the end`);
      if (!fine) throw new Error(`${what} out of bounds`);
      over = what === 'closes' || what === 'violations';
      result[what] += 1;
    };
    const sink: FrameSink = {
      text: (message) => deliver('messages', message.length <= MAX_PAYLOAD && isUtf8(message)),
      binary: (message) => deliver('messages', message.length <= MAX_PAYLOAD),
      ping: (payload) => deliver('pings', payload.length <= 125),
      close: (code) => deliver('closes', code >= 1000 && code <= 4999 && code !== 1006),
      violation: (code) => deliver('violations', VIOLATIONS.has(code)),
    };
    const reader = new FrameReader({ masked, maxPayload: MAX_PAYLOAD }, sink);
    const lives = 1 + random(30);
    for (let frame = 0; frame < lives && !over && result.frames < count; frame += 1) {
      result.frames += 1;
      push(reader, randomFrame(random, masked), random);
      result.mostHeld = Math.max(result.mostHeld, reader.heldBytes);
      // A message's pieces, a frame that is not whole yet, and its header.
      if (reader.heldBytes > 2 * MAX_PAYLOAD + 14) throw new Error(`${reader.heldBytes} bytes are held`);
    }
    if (over && reader.heldBytes > 0) throw new Error('bytes are held after the end');
  }
  return result;
}

function push(reader: FrameReader, bytes: Buffer, random: (below: number) => number): void {
  let from = 0;
  while (from < bytes.length) {
    const to = random(3) === 0 ? from + 1 + random(bytes.length - from) : bytes.length;
    reader.push(bytes.subarray(from, to));
    from = to;
  }
}

/** Frames as they come in a call, pieces of messages and control frames, one in three of them damaged. */
function randomFrame(random: (below: number) => number, masked: boolean): Buffer {
  const opcode = [1, 2, 2, 0, 9, 10, 8, random(16)][random(100) < 3 ? 6 + random(2) : random(6)]!;
  const length =
    opcode >= 8
      ? random(130)
      : [random(126), 160, 390, 120 + random(10), random(2000), 65_530 + random(20)][
          random(100) < 2 ? 5 : random(5)
        ]!;
  const key = masked ? random(2 ** 32) : undefined;
  const header = frameHeaderLength(length, masked);
  const frame = Buffer.alloc(header + length, random(4) === 0 ? random(256) : 'a');
  writeFrameHeader(frame, 0, opcode, length, key);
  if (opcode === 8 && length >= 2)
    frame.writeUInt16BE([1000, 1001, 1011, random(65_536)][random(4)]!, header);
  if (key !== undefined) applyMask(frame, header, frame.length, key);
  if (opcode < 8 && random(8) === 0) frame[0]! &= 0x7f;
  if (random(3) > 0) return frame;
  const damage = random(5);
  if (damage === 0) frame[random(Math.min(frame.length, 14))]! ^= 1 << random(8);
  else if (damage === 1) frame[random(frame.length)] = random(256);
  else if (damage === 2) return frame.subarray(0, random(frame.length));
  else if (damage === 3) return Buffer.concat([Buffer.from([random(256), random(256)]), frame]);
  else frame.fill(random(256), 2, Math.min(frame.length, 10));
  return frame;
}
