import type { Clock, Timer } from '../clock';
import { CallMix } from '../recording/callMix';
import { STEREO_BYTES } from '../recording/pcm';
import { BYTES_PER_MS } from '../relay/audio';
import type { AudioTap } from '../relay/observer';
import type { MediaSocket } from '../sockets/mediaSocket';
import type { Ticker } from '../ticker';

/** The distance of what is heard here from the call: what comes later than that finds its place cut short. */
const LAG_MS = 200;
/** A listener that is so far behind is dropped, in bytes: eight seconds. */
const MAX_BACKLOG_BYTES = 256 * 1024;
/** After a pause of the process, so much is made up for at most. */
const MAX_PIECE = 1000 * BYTES_PER_MS;

const HEADER = JSON.stringify({ sampleRate: 1000 * BYTES_PER_MS, channels: 2, encoding: 'pcm_s16le' });

/** Somebody who listens to a call over a WebSocket: the caller on the left, the assistant on the right. */
export class LiveListener implements AudioTap {
  readonly #mix: CallMix;
  readonly #ticking: Timer;
  readonly #leave: () => void;
  #isOver = false;

  constructor(
    session: { addTap(tap: AudioTap): () => void },
    private readonly socket: MediaSocket,
    private readonly clock: Clock,
    ticker: Ticker,
    /** Called once, when the socket is closed. */
    private readonly closed: () => void,
  ) {
    this.#mix = new CallMix(clock.now(), LAG_MS);
    this.#leave = session.addTap(this);
    this.#ticking = ticker.add({ tick: () => this.#send(this.#mix.settled(this.clock.now())) });
    socket.sendText(HEADER);
    socket.listen({
      // Whatever a listener says is of no interest.
      text: () => undefined,
      binary: () => undefined,
      drained: () => undefined,
      closed: () => {
        this.#stop();
        this.closed();
      },
    });
  }

  caller(audio: Buffer, at: number): void {
    this.#mix.caller(audio, at);
  }

  assistant(frame: Buffer, playsAt: number): void {
    this.#mix.assistant(frame, playsAt);
  }

  cleared(at: number): void {
    this.#mix.cleared(at);
  }

  ended(at: number): void {
    this.#send(this.#mix.end(at));
    this.#stop();
    this.socket.close();
  }

  #send(samples: number): void {
    for (let left = samples; left > 0 && this.socket.isOpen; left -= MAX_PIECE) {
      const audio = Buffer.allocUnsafe(Math.min(left, MAX_PIECE) * STEREO_BYTES);
      this.#mix.take(audio);
      if (this.socket.backlogBytes > MAX_BACKLOG_BYTES) {
        this.#stop();
        this.socket.terminate();
        return;
      }
      this.socket.sendBinary(audio);
    }
  }

  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#leave();
    this.#ticking.cancel();
  }
}
