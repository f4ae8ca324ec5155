import type { Clock, Timer } from '../clock';
import type { EndReason } from './endings';
import type { TransferTarget } from './peer';

/** What becomes of dialling a number for a caller; `completed`: they have talked. */
export type TransferOutcome = 'completed' | 'no-answer' | 'busy' | 'failed';

/** The way of the carrier's message that tells the outcome, and what is said to whoever answers. */
const SPARE_MS = 60_000;
/** Slow speech, by the character. */
const SPEECH_MS = 100;
/** Carriers let such a call last four hours at the longest, unless told otherwise; and some more. */
const LONGEST_TALK_MS = 5 * 60 * 60 * 1000;

/** A caller is being handed to somebody else, and the session waits for what becomes of it. */
export class HandOver {
  readonly destination: string;
  /** The assistant was over meanwhile, for this reason. */
  assistantOver: EndReason | undefined;
  #isAnswered = false;
  #timer: Timer;

  /** @param lost called when the carrier has told nothing for longer than it can take */
  constructor(
    target: TransferTarget,
    private readonly clock: Clock,
    private readonly lost: () => void,
  ) {
    this.destination = target.to;
    const speechMs = (target.message?.length ?? 0) * SPEECH_MS;
    this.#timer = clock.after(speechMs + target.timeoutSeconds * 1000 + SPARE_MS, lost);
  }

  /** Whether the caller talks to somebody else now. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  answered(): void {
    this.#isAnswered = true;
    this.#timer.cancel();
    this.#timer = this.clock.after(LONGEST_TALK_MS, this.lost);
  }

  /** It is over, or has not begun. */
  cancel(): void {
    this.#timer.cancel();
  }
}

/** What the assistant is told when the caller is back. */
export function returnNotice(outcome: TransferOutcome): string {
  const what = {
    completed: 'the call there has ended',
    'no-answer': 'nobody answered',
    busy: 'the line was busy',
    failed: 'the connection could not be made',
  }[outcome];
  return (
    `The transfer of the caller was tried, but ${what}. The caller is back with you now. ` +
    'Tell them so in a few words, do not greet them again, and go on helping them.'
  );
}
