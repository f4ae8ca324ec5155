import type {
  AssistantAttempt,
  AssistantCommand,
  AssistantPeer,
  AssistantSource,
  CarrierPeer,
  Diversion,
  PeerEvent,
  PeerListener,
  TransferTarget,
} from '../../../bridge/src/relay/peer';

/** Lets the promises that are ready run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

/** What both ends have in common: they note what they are told to do, and report what they are told to. */
class FakePeer {
  readonly did: string[] = [];
  readonly audio: Buffer[] = [];
  backlogBytes = 0;
  listener: PeerListener | undefined;
  /** Whether `closed` is reported when it is closed. */
  reportsClosed = true;

  /** Audio comes from this end. Its bytes are gone as soon as it was delivered. */
  say(audio: Buffer): void {
    const bytes = Buffer.from(audio);
    this.listener?.audio(bytes);
    bytes.fill(0x55);
  }

  report(event: PeerEvent): void {
    this.listener?.event(event);
  }

  /** The socket is closed from the other end. */
  lose(code: number): void {
    this.report({ kind: 'closed', code });
  }

  close(): void {
    if (this.did.includes('close')) return;
    this.did.push('close');
    if (this.reportsClosed) this.lose(1000);
  }
}

/** A carrier that notes what it is told to do. */
export class FakeCarrier extends FakePeer implements CarrierPeer {
  rest: () => Promise<void> = () => Promise.resolve();
  /** What is said to a transfer that does not fail. */
  transferAnswer: 'taken' | 'unanswered' = 'taken';

  sendAudio(audio: Buffer): void {
    this.did.push('audio');
    this.audio.push(Buffer.from(audio));
  }
  clear(): void {
    this.did.push('clear');
  }
  mark(name: string): void {
    this.did.push(`mark ${name}`);
  }
  hangUp(): Promise<void> {
    this.did.push('hang up');
    return this.rest();
  }
  divert({ message, number }: Diversion): Promise<void> {
    this.did.push(`say ${message}, ${number === undefined ? 'hang up' : `dial ${number}`}`);
    return this.rest();
  }
  transfer? = async ({ to }: TransferTarget): Promise<'taken' | 'unanswered'> => {
    this.did.push(`transfer to ${to}`);
    await this.rest();
    return this.transferAnswer;
  };
  checkTransfer = (): void => undefined;
}

/** An assistant that notes what it is told to do. */
export class FakeAssistant extends FakePeer implements AssistantPeer {
  sendAudio(audio: Buffer): void {
    this.did.push(`audio ${audio.length}`);
    this.audio.push(Buffer.from(audio));
  }
  tell(content: string, respond: boolean): void {
    this.did.push(`tell ${content}${respond ? ' (respond)' : ''}`);
  }
  control(command: AssistantCommand): Promise<void> {
    this.did.push(`control ${JSON.stringify(command)}`);
    return Promise.resolve();
  }
  end(): void {
    this.did.push('end');
    this.close();
  }
}

/** A source of assistants; each attempt is answered by the test. */
export class FakeSource implements AssistantSource {
  readonly attempts: AssistantAttempt[] = [];
  readonly assistants: FakeAssistant[] = [];
  /** What becomes of an attempt: `open` at once, `fail`, or `wait` until `answer` is called. */
  mode: 'open' | 'fail' | 'wait' = 'open';
  #answers: ((ok: boolean) => void)[] = [];

  async open(attempt: AssistantAttempt): Promise<void> {
    this.attempts.push(attempt);
    if (this.mode === 'fail') throw new Error('no');
    if (this.mode === 'wait') {
      const ok = await new Promise<boolean>((resolve) => this.#answers.push(resolve));
      if (!ok) throw new Error('no');
    }
    const assistant = new FakeAssistant();
    attempt.created(`v-${this.attempts.length}`);
    this.assistants.push(assistant);
    assistant.listener = attempt.opened(assistant);
    // A socket tells of its closing later than it is asked for it.
    if (assistant.did.includes('close')) assistant.lose(1000);
  }

  /** Lets the oldest waiting attempt succeed or fail. */
  async answer(ok: boolean): Promise<void> {
    this.#answers.shift()?.(ok);
    await settle();
  }

  /** The assistant that came of the latest attempt. */
  get assistant(): FakeAssistant {
    const last = this.assistants.at(-1);
    if (!last) throw new Error('no assistant was opened');
    return last;
  }
}
