import type { SessionEvent, SessionIdentity, SessionObserver } from './observer';

export interface AnnouncerOptions {
  sessionId: string;
  carrier: string;
  observers: readonly SessionObserver[];
  /** The id of the assistant's call, of the latest one. */
  assistantCallId: () => string | undefined;
}

/** Tells the observers of a session what happens in it; nothing before the carrier has given its call an id. */
export class Announcer {
  #carrierCallId: string | undefined;
  /** What a call out goes by until the carrier has named it. */
  #requestId: string | undefined;

  constructor(private readonly options: AnnouncerOptions) {}

  /** As the carrier names the call; `undefined` before a call out was placed. */
  get carrierCallId(): string | undefined {
    return this.#carrierCallId;
  }

  /** Which session this is. */
  get identity(): SessionIdentity {
    const { sessionId, carrier, assistantCallId } = this.options;
    return {
      sessionId,
      carrier,
      carrierCallId: this.#carrierCallId ?? this.#requestId ?? '',
      assistantCallId: assistantCallId() ?? null,
    };
  }

  /** The carrier has told its id of the call. Only the first one counts. @param started told with it */
  named(carrierCallId: string, started: SessionEvent): void {
    if (this.#carrierCallId !== undefined) return;
    const isKnown = this.#requestId !== undefined;
    this.#carrierCallId = carrierCallId;
    if (!isKnown) this.tell(started);
  }

  /** The carrier has taken a call out that it will name later. @param started told with it, unless it was before */
  requested(requestId: string, started: SessionEvent): void {
    if (this.#carrierCallId !== undefined) return;
    this.#requestId = requestId;
    this.tell(started);
  }

  tell(event: SessionEvent): void {
    if (this.#carrierCallId === undefined && this.#requestId === undefined) return;
    for (const observer of this.options.observers) observer.event(this.identity, event);
  }
}
