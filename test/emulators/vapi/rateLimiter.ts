export interface RateLimit {
  ratePerSecond: number;
  /** How many requests may come at once. Default: `ratePerSecond`, at least one. */
  burst?: number;
  /** Whether refusals carry `Retry-After`; Vapi documents neither limit nor header. Default false. */
  retryAfter?: boolean;
}

/** Lets so many requests a second through (token bucket); refused ones cost nothing. */
export class RateLimiter {
  private rule: RateLimit | undefined;
  private tokens = 0;
  private filledAt = 0;

  /** @param now monotonic milliseconds */
  constructor(
    limit: RateLimit | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.limit = limit;
  }

  get limit(): RateLimit | undefined {
    return this.rule;
  }

  /** Begins anew with a full burst; undefined lets everything through. */
  set limit(limit: RateLimit | undefined) {
    for (const [name, value] of Object.entries({ ratePerSecond: limit?.ratePerSecond, burst: limit?.burst }))
      if (value !== undefined && !(Number.isFinite(value) && value > 0))
        throw new Error(`${name} is ${value}: a number above 0 was expected.`);
    this.rule = limit;
    this.filledAt = this.now();
    this.tokens = limit ? burstOf(limit) : 0;
  }

  /** @returns undefined where the request may pass, or the headers of its refusal */
  refuse(): Record<string, string> | undefined {
    const { rule } = this;
    if (!rule) return undefined;
    const now = this.now();
    this.tokens = Math.min(burstOf(rule), this.tokens + ((now - this.filledAt) / 1000) * rule.ratePerSecond);
    this.filledAt = now;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return undefined;
    }
    if (!rule.retryAfter) return {};
    const seconds = (1 - this.tokens) / rule.ratePerSecond;
    return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) };
  }
}

function burstOf({ ratePerSecond, burst }: RateLimit): number {
  return Math.max(1, burst ?? ratePerSecond);
}
