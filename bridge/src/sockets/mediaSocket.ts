import type { Socket } from 'node:net';
import type { Clock, Timer } from '../clock';
import { CLOSE } from './closeCodes';
import { frameHeaderLength, FrameReader, OPCODE, writeFrameHeader } from './frames';
import { Heartbeat } from './heartbeat';
import { applyMask, maskingKey } from './masking';
import { leaveScratch, scratch } from './scratch';

/** The other end's answer to a close frame, and its closing of the connection, are waited for so long. */
const CLOSE_TIMEOUT_MS = 2000;
const NOTHING = Buffer.alloc(0);

export interface SocketHandler {
  /** A whole text message, as UTF-8 bytes; valid during the call only. */
  text(message: Buffer): void;
  /** A whole binary message; valid during the call only. */
  binary(message: Buffer): void;
  /** `backlogBytes` is 0 again after it was not. */
  drained(): void;
  /**
   * The socket is closed for good; exactly once, and the last call. The code is that of the close frame received
   * (1005: it had none), that of the rule the other end broke (1002, 1007, 1009), or 1006 when there was neither.
   */
  closed(code: number): void;
}

export interface MediaSocketOptions {
  /** Which end this is: a client masks its frames, a server doesn't (RFC 6455, 5.1). */
  role: 'client' | 'server';
  clock: Clock;
  /** The longest message that is taken in, in bytes; longer ones close the socket (1009). */
  maxPayload: number;
}

/** A connection whose handshake is done. */
export interface Connection {
  socket: Socket;
  /** What came behind the handshake's head already. */
  early: Buffer;
  /** Begins to read. `receive` gets a chunk, its own during the call, and how many bytes of it count. */
  read(receive: (chunk: Buffer, length: number) => void): void;
}

/**
 * A WebSocket (RFC 6455, no extensions) made for small frames at a high rate: a frame in and a frame out cost no timer,
 * promise or closure, nor a copy but that into the frame. It answers pings, finds dead peers, and always closes:
 * `closed` comes for sure, and no timer is left then.
 */
export class MediaSocket {
  readonly #socket: Socket;
  /** Needed until `listen`. */
  #connection: Connection | undefined;
  readonly #options: MediaSocketOptions;
  readonly #masked: boolean;
  /** TLS never writes at once, nor says when it has taken over the bytes: each frame has memory of its own there. */
  readonly #encrypted: boolean;
  readonly #heartbeat: Heartbeat;
  #handler: SocketHandler | undefined;
  #reader: FrameReader | undefined;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #closeCode: number = CLOSE.abnormal;
  #closeTimer: Timer | undefined;
  /** A write is under way whose end will be told. */
  #draining = false;
  /** The newest ping that could not be answered yet (RFC 6455, 5.5.3: answering the newest is enough). */
  #owedPong: Buffer | undefined;

  constructor(connection: Connection, options: MediaSocketOptions) {
    const { socket } = connection;
    this.#socket = socket;
    this.#connection = connection;
    this.#options = options;
    this.#masked = options.role === 'client';
    this.#encrypted = 'encrypted' in socket;
    this.#heartbeat = new Heartbeat(
      options.clock,
      () => this.#ping(),
      () => this.terminate(),
    );
    socket.setNoDelay(true);
    socket.on('end', () => this.#onEnd());
    // `close` follows each error.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#onClosed());
    if (socket.destroyed) process.nextTick(() => this.#onClosed());
  }

  get isOpen(): boolean {
    return this.#state === 'open' && !this.#socket.destroyed;
  }

  /** Bytes that have been sent here and have not left this process yet. */
  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  /** Names who gets what comes in, once. What has come before is delivered within this call, none is lost. */
  listen(handler: SocketHandler): void {
    this.#handler = handler;
    if (this.#state === 'closed') {
      handler.closed(this.#closeCode);
      return;
    }
    this.#reader = new FrameReader(
      { masked: !this.#masked, maxPayload: this.#options.maxPayload },
      {
        text: (message) => handler.text(message),
        binary: (message) => handler.binary(message),
        ping: (payload) => this.#pong(payload),
        close: (code) => this.#onCloseFrame(code),
        violation: (code) => this.#onViolation(code),
      },
    );
    const connection = this.#connection;
    this.#connection = undefined;
    if (!connection) return;
    const { early } = connection;
    if (early.length > 0) this.#receive(early, early.length);
    connection.read((chunk, length) => this.#receive(chunk, length));
  }

  sendText(text: string): void {
    if (this.#state !== 'open') return;
    const length = Buffer.byteLength(text);
    const frame = this.#room(frameHeaderLength(length, this.#masked) + length);
    if (this.#masked) {
      const key = maskingKey();
      const offset = writeFrameHeader(frame, 0, OPCODE.text, length, key);
      frame.write(text, offset);
      applyMask(frame, offset, frame.length, key);
    } else {
      frame.write(text, writeFrameHeader(frame, 0, OPCODE.text, length));
    }
    this.#writeRoom(frame);
  }

  sendBinary(data: Buffer): void {
    if (this.#state === 'open') this.#send(OPCODE.binary, data);
  }

  /**
   * Writes a ready-made unmasked frame, so in the role of a server only.
   * @returns whether its bytes have left, so that the buffer may be used again at once
   */
  sendPrepared(frame: Buffer): boolean {
    return this.#state === 'open' ? this.#write(frame) : true;
  }

  /** Closes with a close frame; by force when the other end doesn't answer in 2 s. Doing it twice is the same as once. */
  close(code: number = CLOSE.normal): void {
    if (this.#state === 'open') this.#sendClose(code);
  }

  /** Cuts the connection at once; `closed` follows, with 1006 unless a close frame came before. */
  terminate(): void {
    if (this.#state === 'open') this.#state = 'closing';
    this.#reader?.stop();
    this.#socket.destroy();
  }

  #receive(chunk: Buffer, length: number): void {
    this.#heartbeat.alive();
    this.#reader?.push(chunk, length);
  }

  #send(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const frame = this.#room(frameHeaderLength(length, this.#masked) + length);
    if (this.#masked) {
      const key = maskingKey();
      const offset = writeFrameHeader(frame, 0, opcode, length, key);
      payload.copy(frame, offset);
      applyMask(frame, offset, frame.length, key);
    } else {
      payload.copy(frame, writeFrameHeader(frame, 0, opcode, length));
    }
    this.#writeRoom(frame);
  }

  /** Where a frame is built: the shared scratch when it will probably leave at once, else memory of its own. */
  #room(length: number): Buffer {
    return this.#writesAtOnce ? (scratch(length) ?? Buffer.allocUnsafe(length)) : Buffer.allocUnsafe(length);
  }

  /** Writes a frame built in `#room`. */
  #writeRoom(frame: Buffer): void {
    const mayBeScratch = this.#writesAtOnce;
    if (!this.#write(frame) && mayBeScratch) leaveScratch();
  }

  get #writesAtOnce(): boolean {
    return !this.#draining && !this.#encrypted;
  }

  /**
   * Writes a frame with one write. A callback for each would cost every frame a tick of the event loop, so it is given
   * only where frames have to wait; behind the first of them goes an empty write that carries it.
   * @returns whether the bytes have left
   */
  #write(frame: Buffer): boolean {
    const socket = this.#socket;
    if (this.#writesAtOnce) {
      socket.write(frame);
      if (socket.writableLength === 0) return true;
      this.#draining = true;
      socket.write(NOTHING, this.#onWritten);
    } else {
      this.#draining = true;
      socket.write(frame, this.#onWritten);
    }
    return false;
  }

  readonly #onWritten = (error?: Error | null): void => {
    if (error || !this.#draining || this.#state === 'closed' || this.#socket.writableLength > 0) return;
    this.#draining = false;
    const payload = this.#owedPong;
    if (payload) {
      this.#owedPong = undefined;
      if (this.#state === 'open') this.#send(OPCODE.pong, payload);
    }
    if (this.#socket.writableLength === 0) this.#handler?.drained();
  };

  #ping(): void {
    // Behind a backlog it would come too late to be of use, and pile up.
    if (this.#state === 'open' && !this.#draining) this.#send(OPCODE.ping, NOTHING);
  }

  #pong(payload: Buffer): void {
    if (this.#state !== 'open') return;
    if (this.#draining) this.#owedPong = Buffer.from(payload);
    else this.#send(OPCODE.pong, payload);
  }

  /** Sends the close frame, the last of this side, and sees to it that the connection ends. */
  #sendClose(code: number): void {
    const payload = Buffer.alloc(code === CLOSE.noCode ? 0 : 2);
    if (payload.length > 0) payload.writeUInt16BE(code);
    this.#send(OPCODE.close, payload);
    this.#state = 'closing';
    this.#owedPong = undefined;
    this.#closeTimer = this.#options.clock.after(CLOSE_TIMEOUT_MS, () => this.terminate());
  }

  #onCloseFrame(code: number): void {
    this.#closeCode = code;
    if (this.#state === 'open') this.#sendClose(code);
    // Both sides have said their last word.
    this.#socket.destroySoon();
  }

  #onViolation(code: number): void {
    this.#closeCode = code;
    if (this.#state === 'open') this.#sendClose(code);
    // Not destroyed: unread bytes would turn that into a reset, which can overtake the close frame.
    this.#socket.end();
  }

  /** The other end has closed the connection; without a close frame before, it can't be talked to any more. */
  #onEnd(): void {
    if (this.#state === 'open' || this.#closeCode === CLOSE.abnormal) this.terminate();
    else this.#socket.destroySoon();
  }

  #onClosed(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#heartbeat.stop();
    this.#closeTimer?.cancel();
    this.#owedPong = undefined;
    this.#reader?.stop();
    this.#handler?.closed(this.#closeCode);
    this.#handler = undefined;
  }
}
