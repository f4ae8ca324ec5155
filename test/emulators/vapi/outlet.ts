import type { WebSocket } from 'ws';

/**
 * Vapi's side of a socket, with a tap: during a stall nothing leaves, and whatever was due then leaves at once
 * and in order, as after a hold-up on the network.
 */
export class Outlet {
  private held: Array<() => void> = [];
  private until = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly socket: WebSocket) {
    socket.once('close', () => this.drop());
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Does something in its turn: now, or after what is held back. Nothing is done once the socket is closed. */
  inTurn(act: () => void): void {
    if (!this.isOpen) return;
    if (this.timer) this.held.push(act);
    else act();
  }

  /** @param onSent called when it really goes out */
  send(data: string | Buffer, onSent: () => void = () => {}): void {
    this.inTurn(() => {
      this.socket.send(data);
      onSent();
    });
  }

  /**
   * Holds everything back for `ms`, or for longer if that was asked for already.
   *
   * @throws {Error} for a length that is none
   */
  stall(ms: number): void {
    if (!(Number.isFinite(ms) && ms > 0))
      throw new Error(`${ms} ms is no length for a stall: a number above 0 was expected.`);
    const until = performance.now() + ms;
    if (!this.isOpen || until <= this.until) return;
    this.until = until;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.release(), ms);
  }

  /** Lets everything go now. */
  release(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.until = 0;
    if (this.isOpen) for (const act of this.held.splice(0)) act();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.held = [];
  }
}
