import { isUtf8 } from 'node:buffer';
import { ByteStore } from './byteStore';
import { CLOSE, isSendableCode } from './closeCodes';
import { applyMask } from './masking';
import { viewOf } from './sharedReads';

/** Kinds of frames (RFC 6455, 5.2); from 8 on they are control frames. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What a control frame may carry at most (RFC 6455, 5.5). */
export const MAX_CONTROL_PAYLOAD = 125;
/** Messages in more pieces are refused: nobody cuts so finely, and empty pieces would cost time without end. */
const MAX_FRAGMENTS = 1024;

const FINAL = 0x80;
const MASKED = 0x80;
const RESERVED = 0x70;

/** The bytes before the payload. */
export function frameHeaderLength(payloadLength: number, masked: boolean): number {
  const length = payloadLength <= 125 ? 2 : payloadLength <= 0xffff ? 4 : 10;
  return masked ? length + 4 : length;
}

/**
 * Writes the header of an unfragmented frame; with a masking key that of a masked one, whose payload the caller masks.
 * @returns the offset behind it
 */
export function writeFrameHeader(
  target: Buffer,
  offset: number,
  opcode: number,
  payloadLength: number,
  mask?: number,
): number {
  const masked = mask === undefined ? 0 : MASKED;
  let at = offset + 2;
  target[offset] = FINAL | opcode;
  if (payloadLength <= 125) {
    target[offset + 1] = masked | payloadLength;
  } else if (payloadLength <= 0xffff) {
    target[offset + 1] = masked | 126;
    target[offset + 2] = payloadLength >>> 8;
    target[offset + 3] = payloadLength & 0xff;
    at += 2;
  } else {
    target[offset + 1] = masked | 127;
    target.writeUInt32BE(Math.floor(payloadLength / 2 ** 32), at);
    target.writeUInt32BE(payloadLength % 2 ** 32, at + 4);
    at += 8;
  }
  if (mask === undefined) return at;
  target[at] = mask >>> 24;
  target[at + 1] = (mask >>> 16) & 0xff;
  target[at + 2] = (mask >>> 8) & 0xff;
  target[at + 3] = mask & 0xff;
  return at + 4;
}

/** Who gets what a reader finds. Bytes are valid during the call only. */
export interface FrameSink {
  text(message: Buffer): void;
  binary(message: Buffer): void;
  ping(payload: Buffer): void;
  /** The close frame, with 1005 when it has no code. Nothing follows. */
  close(code: number): void;
  /** The other end broke the protocol; the code says how, and is the one to close with. Nothing follows. */
  violation(code: number): void;
}

export interface FrameReaderOptions {
  /** Whether frames must be masked: those of a client are, those of a server never (RFC 6455, 5.1). */
  masked: boolean;
  /** The longest message, in bytes; longer ones are a violation (1009) before they are taken in. */
  maxPayload: number;
}

/** The stopped reader's answer to how far it read. */
const STOPPED = -1;

/**
 * From bytes, however they are cut, to whole messages (RFC 6455, 5; no extensions). A frame that lies whole in a chunk
 * is unmasked in place and handed on as a view of it; only what is cut off at the end of a chunk is copied.
 */
export class FrameReader {
  readonly #sink: FrameSink;
  readonly #masked: boolean;
  readonly #maxPayload: number;
  /** The beginning of a frame whose end has not come yet. */
  readonly #cut = new ByteStore();
  /** How long that frame is, as far as its bytes tell: it isn't looked at again before. */
  #needed = 0;
  /** The pieces of a fragmented message so far. */
  readonly #message = new ByteStore();
  #messageOpcode: number = OPCODE.continuation;
  #fragments = 0;
  #stopped = false;

  constructor(options: FrameReaderOptions, sink: FrameSink) {
    this.#sink = sink;
    this.#masked = options.masked;
    this.#maxPayload = options.maxPayload;
  }

  /** Takes in the first `length` bytes of a chunk, which it may change. It keeps none of them when it returns. */
  push(chunk: Buffer, length = chunk.length): void {
    let offset = 0;
    while (this.#cut.length > 0 && offset < length && !this.#stopped) {
      const end = Math.min(length, offset + this.#needed - this.#cut.length);
      this.#cut.append(chunk, offset, end);
      offset = end;
      if (this.#cut.length < this.#needed) return;
      const bytes = this.#cut.bytes;
      if (this.#read(bytes, 0, bytes.length) !== 0) this.#cut.clear();
    }
    while (offset < length && !this.#stopped) {
      const read = this.#read(chunk, offset, length);
      if (read === 0) {
        this.#cut.append(chunk, offset, length);
        return;
      }
      offset += read;
    }
  }

  /** Reads no more: what comes is dropped unseen. */
  stop(): void {
    this.#stopped = true;
    this.#cut.clear();
    this.#message.clear();
  }

  /** Bytes held back until the rest comes. */
  get heldBytes(): number {
    return this.#cut.length + this.#message.length;
  }

  /**
   * Reads the frame at `at`.
   * @returns its length, 0 when it isn't whole yet
   */
  #read(bytes: Buffer, at: number, end: number): number {
    const available = end - at;
    if (available < 2) return this.#wait(2);
    const first = bytes[at]!;
    const second = bytes[at + 1]!;
    const opcode = first & 0x0f;
    const final = first >= FINAL;
    let length = second & 0x7f;
    if ((first & RESERVED) !== 0 || second >= MASKED !== this.#masked || !this.#isInOrder(opcode, final)) {
      return this.#fail(CLOSE.protocolError);
    }
    const control = opcode >= OPCODE.close;
    if (control && length > MAX_CONTROL_PAYLOAD) return this.#fail(CLOSE.protocolError);
    let payload = at + 2;
    if (length === 126) {
      if (available < 4) return this.#wait(4);
      length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
      if (length < 126) return this.#fail(CLOSE.protocolError);
      payload += 2;
    } else if (length === 127) {
      if (available < 10) return this.#wait(10);
      const high = bytes.readUInt32BE(at + 2);
      length = bytes.readUInt32BE(at + 6);
      if (high > 0x7fffffff || (high === 0 && length <= 0xffff)) return this.#fail(CLOSE.protocolError);
      if (high > 0) return this.#fail(CLOSE.tooBig);
      payload += 8;
    }
    if (!control && length > this.#maxPayload - this.#message.length) return this.#fail(CLOSE.tooBig);
    if (this.#masked) payload += 4;
    const frameEnd = payload + length;
    if (frameEnd > end) return this.#wait(frameEnd - at);
    if (this.#masked) {
      const key =
        (bytes[payload - 4]! << 24) |
        (bytes[payload - 3]! << 16) |
        (bytes[payload - 2]! << 8) |
        bytes[payload - 1]!;
      applyMask(bytes, payload, frameEnd, key);
    }
    if (control) this.#onControl(opcode, viewOf(bytes, payload, frameEnd));
    else if (final && opcode !== OPCODE.continuation)
      this.#onMessage(opcode, viewOf(bytes, payload, frameEnd));
    else this.#onFragment(opcode, final, bytes, payload, frameEnd);
    return this.#stopped ? STOPPED : frameEnd - at;
  }

  /** Whether such a frame may come now (RFC 6455, 5.4): control frames whole and any time, pieces in their order. */
  #isInOrder(opcode: number, final: boolean): boolean {
    if (opcode >= OPCODE.close) return final && opcode <= OPCODE.pong;
    if (opcode === OPCODE.continuation) return this.#fragments > 0;
    return opcode <= OPCODE.binary && this.#fragments === 0;
  }

  #onMessage(opcode: number, message: Buffer): void {
    if (opcode === OPCODE.binary) this.#sink.binary(message);
    else if (isUtf8(message)) this.#sink.text(message);
    else this.#fail(CLOSE.invalidPayload);
  }

  #onFragment(opcode: number, final: boolean, bytes: Buffer, start: number, end: number): void {
    this.#fragments += 1;
    if (this.#fragments > MAX_FRAGMENTS) {
      this.#fail(CLOSE.tooBig);
      return;
    }
    if (opcode !== OPCODE.continuation) this.#messageOpcode = opcode;
    this.#message.append(bytes, start, end);
    if (!final) return;
    const message = this.#message.bytes;
    this.#message.clear();
    this.#fragments = 0;
    this.#onMessage(this.#messageOpcode, message);
  }

  #onControl(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) this.#sink.ping(payload);
    else if (opcode === OPCODE.close) this.#onClose(payload);
  }

  #onClose(payload: Buffer): void {
    if (payload.length === 0) {
      this.stop();
      this.#sink.close(CLOSE.noCode);
      return;
    }
    const code = payload.length === 1 ? 0 : payload.readUInt16BE(0);
    if (!isSendableCode(code)) {
      this.#fail(CLOSE.protocolError);
    } else if (!isUtf8(payload.subarray(2))) {
      this.#fail(CLOSE.invalidPayload);
    } else {
      this.stop();
      this.#sink.close(code);
    }
  }

  #wait(needed: number): number {
    this.#needed = needed;
    return 0;
  }

  #fail(code: number): number {
    this.stop();
    this.#sink.violation(code);
    return STOPPED;
  }
}
