import { deferred } from '../deferred';
import type { AssistantAttempt, AssistantPeer, PeerEvent, PeerListener, Turn } from './peer';

/** Who hears of an assistant. */
export interface LinkOwner {
  created(link: AssistantLink, callId: string): void;
  opened(peer: AssistantPeer): void;
  audio(audio: Buffer): void;
  /** Everything but `closed`. */
  event(event: PeerEvent): void;
  /** Told also of a link that was let go. */
  closed(link: AssistantLink, code: number): void;
}

/**
 * One attempt to have an assistant, and the assistant that came of it. Once let go it tells its owner of nothing but
 * its closing, so what comes late can't be taken for its successor's.
 */
export class AssistantLink implements AssistantAttempt, PeerListener {
  readonly #gone = deferred();
  #peer: AssistantPeer | undefined;
  #isLetGo = false;

  constructor(
    private readonly owner: LinkOwner,
    readonly history: readonly Turn[],
  ) {}

  get peer(): AssistantPeer | undefined {
    return this.#peer;
  }

  /** Resolves when nothing of it is open, or will be. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Ends the assistant's call, if there is one; a call that is still being created ends as soon as it exists. */
  letGo(): void {
    if (this.#isLetGo) return;
    this.#isLetGo = true;
    this.#peer?.end();
  }

  /** The attempt is over. */
  settled(): void {
    if (!this.#peer) this.#gone.resolve();
  }

  wanted(): boolean {
    return !this.#isLetGo;
  }

  created(callId: string): void {
    this.owner.created(this, callId);
  }

  opened(peer: AssistantPeer): PeerListener {
    this.#peer = peer;
    if (this.#isLetGo) peer.end();
    else this.owner.opened(peer);
    return this;
  }

  audio(audio: Buffer): void {
    if (!this.#isLetGo) this.owner.audio(audio);
  }

  event(event: PeerEvent): void {
    if (event.kind === 'closed') {
      this.#gone.resolve();
      this.owner.closed(this, event.code);
    } else if (!this.#isLetGo) {
      this.owner.event(event);
    }
  }
}
