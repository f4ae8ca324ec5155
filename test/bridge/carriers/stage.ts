/** What becomes of the call to somebody else whom a caller is handed to. */
export type DialOutcome = 'talks' | 'busy' | 'no-answer' | 'failed' | 'caller-hangs-up';

/** A call to somebody else, as the carrier was told to place it. */
export interface Dialled {
  kind: 'number' | 'sip';
  /** E.164, or a SIP address. */
  to: string;
  /** What is shown there, in E.164; undefined: whatever the carrier shows. */
  callerId: string | undefined;
  timeoutSeconds: number;
}

/** The audio of a call, in mu-law, whatever the carrier speaks. */
export interface StageStream {
  /** What the caller has heard over this stream. */
  heard(): Buffer;
  /** What the caller has heard since what was buffered was last dropped; undefined: it never was. */
  heardSinceClear(): Buffer | undefined;
  /** How often what was buffered was dropped. */
  readonly clears: number;
  /** The caller says this: whole frames. */
  speak(audio: Buffer): void;
  hangUp(): void;
  readonly isClosed: boolean;
}

/** A call out that the carrier was asked for. */
export interface PlacedCall {
  to: string;
  from: string;
  ringsFor: number;
  detectsMachine: boolean;
  /** The telephone rings; the carrier names the call. */
  ring(): Promise<void>;
  /** Somebody answers: the carrier asks what to do, and opens the stream. */
  answer(): Promise<StageStream>;
  machine(isMachine: boolean): Promise<void>;
  over(outcome: 'busy' | 'no-answer' | 'failed' | 'canceled' | 'completed'): Promise<void>;
  /** Whether it was ended by the bridge before anybody answered. */
  readonly isCancelled: boolean;
}

/**
 * A carrier that plays its part by itself: it signs what it tells, does what it is answered, and refuses documents that
 * its pages don't describe. One test then holds for all of them.
 */
export interface CarrierStage {
  readonly carrier: string;
  /** The codes of what its REST API refuses. */
  readonly failures: { change: string; dial: string };
  readonly environment: Readonly<Record<string, string>>;
  /** Where the bridge listens. */
  bridgePort: number;
  outcome: DialOutcome;
  /** What its REST API answers a change of a call with; undefined: as documented. */
  refusal: number | undefined;
  /** What was said to the caller by the carrier, and to whoever has answered. */
  readonly spoken: string[];
  readonly whispered: string[];
  readonly dialled: Dialled[];
  /** Calls out. */
  readonly placed: PlacedCall[];
  /** All streams, the latest last. */
  readonly streams: StageStream[];
  /** What the bridge has answered its webhooks with. */
  readonly statuses: number[];
  /** Where webhooks about hand-overs went: paths. */
  readonly asked: string[];
  /** Calls that are over. */
  readonly ended: Set<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A call comes in, and is connected. Returns the carrier's id of it. */
  call(): Promise<string>;
  /** Whoever has answered hangs up. */
  leave(): void;
  /** What goes wrong in the emulator itself. */
  readonly errors: unknown[];
  /** Posts a webhook as a stranger would. */
  forge(path: string): Promise<number>;
}

/** What the stages of all carriers keep. */
export abstract class StageBase {
  bridgePort = 0;
  outcome: DialOutcome = 'talks';
  refusal: number | undefined;
  readonly spoken: string[] = [];
  readonly whispered: string[] = [];
  readonly dialled: Dialled[] = [];
  readonly placed: PlacedCall[] = [];
  readonly streams: StageStream[] = [];
  readonly statuses: number[] = [];
  readonly asked: string[] = [];
  readonly ended = new Set<string>();
  readonly errors: unknown[] = [];
  #leave: () => void = () => undefined;
  readonly #left = new Promise<void>((resolve) => (this.#leave = resolve));

  leave(): void {
    this.#leave();
  }

  /** Settles when whoever has answered hangs up. */
  protected get left(): Promise<void> {
    return this.#left;
  }

  /** Does something that nobody waits for; what goes wrong is kept. */
  protected background(work: () => Promise<void>): void {
    void work().catch((error: unknown) => this.errors.push(error));
  }

  /** Notes the answer to a webhook. */
  protected async noted(path: string, response: Promise<Response>): Promise<Response> {
    this.asked.push(path);
    const answer = await response;
    this.statuses.push(answer.status);
    return answer;
  }
}
