import { serverOf, subscribedType } from './assistant';
import type { CallRecord } from './callRecord';
import type { JsonObject } from './json';
import type { ServerPoster } from './serverPoster';
import type { Server, ServerPost } from './types';

/** Tells the two listeners of a call, its server and its socket, what happens. */
export class Messenger {
  /** The socket, while there is one. */
  sendText: (message: JsonObject) => void = () => {};
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly call: CallRecord,
    private readonly poster: ServerPoster,
    private readonly orgServer: Server | undefined,
  ) {}

  /** Server for messages that no tool owns: assistant, then phone number, then organisation. */
  get server(): Server | undefined {
    const { assistant, phoneNumber } = this.call.setup;
    return serverOf(assistant.body) ?? serverOf(phoneNumber) ?? this.orgServer;
  }

  /**
   * Sends a message to whoever subscribed to its type. Posts go out one after the other, in order, so that a
   * log reads like the call; nobody waits for them.
   */
  emit(type: string, fields: JsonObject = {}): void {
    this.emitToClient(type, fields);
    this.emitToServer(type, fields);
  }

  emitToClient(type: string, fields: JsonObject = {}): void {
    const name = subscribedType(this.call.setup.assistant.body, 'clientMessages', type);
    if (name && isWanted(name, fields)) this.sendText({ type: name, ...fields });
  }

  emitToServer(type: string, fields: JsonObject = {}): void {
    const name = subscribedType(this.call.setup.assistant.body, 'serverMessages', type);
    const server = this.server;
    if (!name || !server || !isWanted(name, fields)) return;
    const message = this.envelope(name, fields);
    this.queue = this.queue.then(() => this.poster.post(server, this.call.id, message));
  }

  /** Whether a tool call may go to the server: a tool's own always, another one only if subscribed. */
  mayPostToolCalls(own: boolean): boolean {
    return (
      own || subscribedType(this.call.setup.assistant.body, 'serverMessages', 'tool-calls') !== undefined
    );
  }

  /** Posts at once, past the queue: somebody waits for the answer. */
  ask(server: Server, type: string, fields: JsonObject): Promise<ServerPost> {
    return this.poster.post(server, this.call.id, this.envelope(type, fields));
  }

  /** Settles when everything emitted so far was delivered or given up. */
  async flushed(): Promise<void> {
    await this.queue;
  }

  /** What every server message carries (OpenAPI: ServerMessage…). */
  private envelope(type: string, fields: JsonObject): JsonObject {
    const { assistant, phoneNumber } = this.call.setup;
    const customer = this.call.customer;
    return JSON.parse(
      JSON.stringify({
        type,
        timestamp: Date.now(),
        call: this.call.toMessage(),
        assistant: assistant.body,
        ...(customer ? { customer } : {}),
        ...(phoneNumber ? { phoneNumber } : {}),
        artifact: this.call.artifact(),
        ...fields,
      }),
    ) as JsonObject;
  }
}

/** `transcript[transcriptType="final"]` wants no partial ones. */
function isWanted(name: string, fields: JsonObject): boolean {
  return !name.includes('[') || fields.transcriptType === 'final';
}
