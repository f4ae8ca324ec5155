import type { Clock } from '../clock';
import { deferred } from '../deferred';
import type { SessionObserver } from '../relay/observer';
import type { Turn } from '../relay/peer';
import { Recorder, type RecordedSession } from './recorder';
import type { Recording } from './recording';
import type { RecordingStore } from './recordingStore';

interface Entry {
  recorder: Recorder;
  /** Resolves with the recording, or nothing when nothing was heard. */
  result: Promise<Recording | undefined>;
}

export interface RecordersOptions {
  store: RecordingStore;
  clock: Clock;
  announce: SessionObserver['event'];
}

/** Who records which session; one at a time each. */
export class Recorders {
  readonly #entries = new Map<string, Entry>();
  readonly #results = new Set<Promise<unknown>>();

  constructor(private readonly options: RecordersOptions) {}

  /** Records a session to its end, unless that is being done. */
  start(session: RecordedSession): Recorder {
    const known = this.#entries.get(session.id);
    if (known) return known.recorder;
    const over = deferred();
    let recording: Promise<Recording> | undefined;
    const recorder = new Recorder(session, this.options.store, this.options.clock, (result) => {
      recording = result;
      this.#entries.delete(session.id);
      over.resolve();
    });
    const result = over.promise.then(async () => {
      const ready = await recording;
      if (ready) this.#announce(session, ready);
      return ready;
    });
    this.#entries.set(session.id, { recorder, result });
    this.#results.add(result);
    const forget = (): void => void this.#results.delete(result);
    // Not `finally`, whose promise would fail as well, with nobody there to notice.
    result.then(forget, forget);
    return recorder;
  }

  /**
   * Ends the recording of a session.
   * @returns what it has become; nothing: it isn't being recorded, or nothing was heard
   */
  async stop(sessionId: string): Promise<Recording | undefined> {
    const entry = this.#entries.get(sessionId);
    entry?.recorder.stop();
    return entry?.result;
  }

  /** The same, unless by now another recording of the session is being made. */
  async stopRecording(id: string, sessionId: string): Promise<Recording | undefined> {
    const isCurrent = this.#entries.get(sessionId)?.recorder.recordingId === id;
    return isCurrent ? this.stop(sessionId) : undefined;
  }

  /** A turn of a session's conversation is complete: it is kept if the session is being recorded. */
  said(sessionId: string, turn: Turn): void {
    this.#entries.get(sessionId)?.recorder.said(turn);
  }

  isRecording(sessionId: string): boolean {
    return this.#entries.has(sessionId);
  }

  /** Resolves when everything that has ended is on disk and was told of. */
  async settled(): Promise<void> {
    await Promise.all(this.#results);
  }

  #announce(session: RecordedSession, { id, seconds, bytes }: Recording): void {
    // It may have been deleted.
    if (!this.options.store.get(id)) return;
    this.options.announce(session.identity, { type: 'recording.ready', recordingId: id, seconds, bytes });
  }
}
