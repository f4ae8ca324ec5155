import { silentMeter, type Direction, type Meter } from '../../../bridge/src/relay/meter';

/** Notes what is counted, apart from single frames, of which it keeps how late they were. */
export class RecordingMeter implements Meter {
  readonly noted: string[] = [];
  readonly late: Record<Direction, number[]> = { to_assistant: [], to_caller: [] };
  readonly framesDropped: Record<Direction, number> = { to_assistant: 0, to_caller: 0 };

  sessionStarted = () => void this.noted.push('started');
  sessionEnded = (reason: string, ms: number) => void this.noted.push(`ended ${reason} ${ms}`);
  relayed = (direction: Direction, ms: number) => void this.late[direction].push(ms);
  dropped = (direction: Direction, frames: number) => void (this.framesDropped[direction] += frames);
  interrupted = () => void this.noted.push('interrupted');
  dtmf = () => void this.noted.push('dtmf');
  malformed = (side: string) => void this.noted.push(`malformed ${side}`);
  assistantConnected = (ms: number) => void this.noted.push(`connected ${ms}`);
  assistantFailed = (code: string) => void this.noted.push(`failed ${code}`);
  firstAudio = (ms: number) => void this.noted.push(`first audio ${ms}`);
  closed = (side: string, code: number) => void this.noted.push(`closed ${side} ${code}`);
}

export { silentMeter };
