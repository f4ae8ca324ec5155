import { FRAME_MS } from './lineClock';

/** Peak (of 32 124) above which a frame is sound: below the line noise of the recordings, above mu-law idle. */
const SOUND_PEAK = 64;
/** Silence after which a turn is over on the time line. */
const TURN_GAP_MS = 400;

/** Size of a mu-law sample (ITU-T G.711, decision value), without its sign. */
export function mulawMagnitude(byte: number): number {
  const code = ~byte & 0x7f;
  const exponent = code >> 4;
  return ((((code & 0x0f) << 3) + 0x84) << exponent) - 0x84;
}

/** Whether a frame of mu-law samples holds more than silence. */
export function isSound(frame: Buffer): boolean {
  return frame.some((byte) => mulawMagnitude(byte) >= SOUND_PEAK);
}

/** Counts sound and silence on one side of the line and tells where speech starts and ends. */
export class Ear {
  /** Milliseconds of sound since the beginning. */
  soundMs = 0;
  /** Milliseconds of silence since the last sound. */
  silenceMs = 0;
  private speaking = false;

  constructor(private readonly onTurn: (speaking: boolean) => void) {}

  hear(frame: Buffer): void {
    if (isSound(frame)) {
      this.soundMs += FRAME_MS;
      this.silenceMs = 0;
      if (!this.speaking) this.turn(true);
    } else {
      this.silenceMs += FRAME_MS;
      if (this.speaking && this.silenceMs >= TURN_GAP_MS) this.turn(false);
    }
  }

  private turn(speaking: boolean): void {
    this.speaking = speaking;
    this.onTurn(speaking);
  }
}
