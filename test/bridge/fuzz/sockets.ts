import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { until } from '../support/until';
import type { Line } from '../faults/line';
import type { Stage } from '../faults/stage';
import { mutated, pick, seeded, type Random } from './mutations';

/** A call gets so many frames at the most, if it lives so long. */
const FRAMES_PER_CALL = 200;
const TOGETHER = 8;
const PATIENCE_MS = 20_000;

export interface FuzzedSockets {
  frames: number;
  calls: number;
  /** Calls that a frame has ended; the others were hung up in the end. */
  ended: number;
}

/**
 * Throws `count` frames, most of them damaged, at the sockets of live calls, from both sides.
 * @throws when a call is not over on both sides soon after it has ended on one
 */
export async function fuzzSockets(stage: Stage, count: number, seed: number): Promise<FuzzedSockets> {
  const random = seeded(seed);
  const result = { frames: 0, calls: 0, ended: 0 };
  const worker = async (): Promise<void> => {
    while (result.frames < count) {
      const [line] = stage.newLines(1);
      if (!line) return;
      result.calls += 1;
      try {
        await stage.placeLive(line);
        stage.ticker.remove(line.turn);
        for (let frame = 0; frame < FRAMES_PER_CALL && result.frames < count; frame += 1) {
          if (isOver(line)) break;
          throwFrame(line, random);
          result.frames += 1;
          if (frame % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 1));
        }
        if (isOver(line)) result.ended += 1;
        line.stream?.socket.terminate();
        const closed = (): boolean => line.streamClosed && line.vapiClosed;
        await until(closed, `seed ${seed}: call ${line.index} is over on both sides`, PATIENCE_MS);
      } finally {
        stage.forget([line]);
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return result;
}

function isOver({ stream, vapi }: Line): boolean {
  return !isWritable(stream?.socket) || !isWritable(vapi?.socket);
}

function isWritable(socket: WebSocket | undefined): socket is WebSocket {
  return socket?.readyState === socket?.OPEN && below(socket)?.writable === true;
}

/** The connection below a WebSocket. */
function below(socket: WebSocket | undefined): Socket | undefined {
  return (socket as unknown as { _socket?: Socket } | undefined)?._socket;
}

function throwFrame({ stream, vapi }: Line, random: Random): void {
  const fromCarrier = random(2) === 0;
  const message = fromCarrier ? carrierMessage(stream?.streamSid ?? '', random) : vapiMessage(random);
  const payload = random(3) === 0 ? message : mutated(message, random);
  // Text that is no UTF-8 ends a connection; most of it should get farther.
  const isText = random(50) !== 0 && (fromCarrier || random(2) === 0);
  const text = Buffer.from(payload.toString());
  const opcode = random(100) === 0 ? random(16) : isText ? 1 : 2;
  const frame = encode(opcode, opcode === 1 && random(50) > 0 ? text : payload, fromCarrier);
  const bytes = random(100) === 0 ? mutated(frame, random) : frame;
  below(fromCarrier ? stream?.socket : vapi?.socket)?.write(bytes);
}

function carrierMessage(streamSid: string, random: Random): Buffer {
  const payload = randomBytes(pick([160, 1, 23, 0, 8000], random)).toString('base64');
  const message = pick<() => object>(
    [
      () => ({
        event: 'media',
        sequenceNumber: '3',
        media: { track: 'inbound', chunk: '2', timestamp: '5', payload },
        streamSid,
      }),
      () => ({ event: 'media', streamSid, media: { payload, track: 'inbound' } }),
      () => ({ event: 'mark', sequenceNumber: '4', streamSid, mark: { name: 'g0-end-1' } }),
      () => ({ event: 'dtmf', streamSid, sequenceNumber: '5', dtmf: { track: 'inbound_track', digit: '1' } }),
      () => ({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
      () => ({ event: 'start', sequenceNumber: '1', start: { streamSid, customParameters: {} }, streamSid }),
    ],
    random,
  );
  return Buffer.from(JSON.stringify(message()));
}

function vapiMessage(random: Random): Buffer {
  if (random(3) === 0) return randomBytes(pick([160, 320, 1, 77, 16_000], random));
  const message = pick(
    [
      { type: 'user-interrupted', turnId: 'turn-1' },
      { type: 'speech-update', status: 'started', role: 'assistant', turn: 2 },
      { type: 'status-update', status: 'in-progress' },
      { type: 'transcript', transcriptType: 'final', role: 'user', transcript: 'Hello?' },
      { type: 'conversation-update', conversation: [{ role: 'user', content: 'x'.repeat(2000) }] },
      { type: 'hang' },
    ],
    random,
  );
  return Buffer.from(JSON.stringify(message));
}

/** A frame of RFC 6455, written without the code under test; a client's has the masking key 0. */
function encode(opcode: number, payload: Buffer, isMasked: boolean): Buffer {
  const { length } = payload;
  const mask = isMasked ? 0x80 : 0;
  const head = [0x80 | opcode];
  if (length < 126) head.push(mask | length);
  else head.push(mask | 126, length >> 8, length & 0xff);
  if (isMasked) head.push(0, 0, 0, 0);
  return Buffer.concat([Buffer.from(head), payload]);
}
