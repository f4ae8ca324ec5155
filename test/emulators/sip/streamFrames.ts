/** No request of a phone call comes near this. */
const MAX_MESSAGE = 64 * 1024;

/**
 * Cuts a TCP stream into SIP messages, which lie behind each other there, each as long as its Content-Length says
 * (RFC 3261, 18.3). Characters are bytes (latin1).
 */
export class StreamFrames {
  private rest = '';

  /**
   * Takes what arrived.
   *
   * @returns the messages that are complete now
   * @throws {Error} for a message without an end within 64 KB: the stream can't be read any further
   */
  push(chunk: string): string[] {
    this.rest += chunk;
    const messages: string[] = [];
    for (;;) {
      // Empty lines between messages keep the connection alive.
      this.rest = this.rest.replace(/^(\r\n)+/, '');
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) break;
      const length = /^(?:content-length|l)[ \t]*:[ \t]*(\d+)/im.exec(this.rest.slice(0, end))?.[1] ?? '0';
      const total = end + 4 + Number(length);
      if (total > MAX_MESSAGE)
        throw new Error(`A SIP message of ${total} bytes is longer than ${MAX_MESSAGE}.`);
      if (this.rest.length < total) break;
      messages.push(this.rest.slice(0, total));
      this.rest = this.rest.slice(total);
    }
    if (this.rest.length > MAX_MESSAGE) throw new Error(`No SIP message ends within ${MAX_MESSAGE} bytes.`);
    return messages;
  }
}
