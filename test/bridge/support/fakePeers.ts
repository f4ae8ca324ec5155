import type { AssistantPeer, CarrierPeer, PeerListener } from '../../../bridge/src/relay/peer';

/** Lets the promises that are ready run. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** A carrier that notes what it is told to do. */
export class FakeCarrier implements CarrierPeer {
  readonly did: string[] = [];
  readonly audio: Buffer[] = [];
  backlogBytes = 0;
  rest: () => Promise<void> = () => Promise.resolve();
  listener: PeerListener | undefined;

  sendAudio(audio: Buffer): void {
    this.did.push('audio');
    this.audio.push(audio);
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
  speakAndHangUp(message: string): Promise<void> {
    this.did.push(`speak ${message}`);
    return this.rest();
  }
  close(): void {
    if (this.did.includes('close')) return;
    this.did.push('close');
    this.listener?.({ kind: 'closed', code: 1000 });
  }
}

/** An assistant that notes what it is told to do. */
export class FakeAssistant implements AssistantPeer {
  readonly did: string[] = [];
  readonly audio: Buffer[] = [];
  backlogBytes = 0;
  listener: PeerListener | undefined;

  sendAudio(audio: Buffer): void {
    this.did.push(`audio ${audio.length}`);
    this.audio.push(audio);
  }
  end(): void {
    this.did.push('end');
    this.close();
  }
  close(): void {
    if (this.did.includes('close')) return;
    this.did.push('close');
    this.listener?.({ kind: 'closed', code: 1000 });
  }
}
