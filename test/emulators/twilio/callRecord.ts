import type { CallResult, CallStatus, ClearRecord, EndedBy, MarkRecord, ReceivedPayload } from './types';

/** Everything that is written down about a call. */
export class CallRecord {
  readonly received: ReceivedPayload[] = [];
  readonly clears: ClearRecord[] = [];
  readonly marks: MarkRecord[] = [];
  readonly spoken: string[] = [];
  readonly playedUrls: string[] = [];
  readonly dialed: string[] = [];
  readonly errors: string[] = [];
  readonly heard: Buffer[] = [];
  readonly played: Buffer[] = [];
  readonly sent: Buffer[] = [];
  private readonly startedAt = performance.now();
  private answeredAt: number | undefined;
  private endedAt: number | undefined;

  /** Milliseconds since the call began. */
  now(): number {
    return performance.now() - this.startedAt;
  }

  answer(): void {
    this.answeredAt = this.now();
  }

  end(): void {
    this.endedAt = this.now();
  }

  /** Milliseconds since the call was answered, or that it lasted; 0 if it never was. */
  get durationMs(): number {
    return this.answeredAt === undefined ? 0 : (this.endedAt ?? this.now()) - this.answeredAt;
  }

  result(endedBy: EndedBy, status: CallStatus): CallResult {
    const { received, clears, marks, spoken, playedUrls, dialed, errors } = this;
    return {
      endedBy,
      status,
      durationMs: Math.round(this.durationMs),
      heard: Buffer.concat(this.heard),
      played: Buffer.concat(this.played),
      sent: Buffer.concat(this.sent),
      ...{ received, clears, marks, spoken, playedUrls, dialed, errors },
    };
  }
}
