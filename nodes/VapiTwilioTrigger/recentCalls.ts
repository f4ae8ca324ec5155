interface Answered {
  twiml: Promise<string>;
  /** Milliseconds since 1970. */
  at: number;
}

/** Twilio gives up on a webhook after 15 seconds, retries included. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/**
 * The answers of the last minute. Twilio repeats a webhook whose answer it did not get, and asks the fallback address,
 * which may be ours, too: the same call must not be created twice at Vapi. Per process: a repetition that reaches
 * another webhook process of n8n is a new call there.
 */
export class RecentCalls {
  private readonly answers = new Map<string, Answered>();

  /** The answer to the same request, if there was one; it may still be on its way. */
  find(key: string, now: number): Promise<string> | undefined {
    const found = this.answers.get(key);
    return found !== undefined && now - found.at < REMEMBERED_MS ? found.twiml : undefined;
  }

  remember(key: string, twiml: Promise<string>, now: number): void {
    for (const [old, { at }] of this.answers) {
      // In the order of their times, as they were put in.
      if (now - at < REMEMBERED_MS && this.answers.size < MAX_REMEMBERED) break;
      this.answers.delete(old);
    }
    this.answers.delete(key);
    this.answers.set(key, { twiml, at: now });
  }
}
