import type { CallRecord } from './callRecord';
import type { Messenger } from './messenger';

/** Notes what the assistant said, and tells those who subscribed. */
export function sayAsText(call: CallRecord, messenger: Messenger, text: string, durationMs: number): void {
  call.conversation.said('assistant', text, durationMs);
  call.tell('assistant-said', text);
  tell(call, messenger, 'assistant', text);
}

/** Notes what the transcriber made of the caller's words, and tells those who subscribed. */
export function userTranscript(
  call: CallRecord,
  messenger: Messenger,
  text: string,
  durationMs: number,
): void {
  call.conversation.said('user', text, durationMs);
  call.tell('caller-said', text);
  tell(call, messenger, 'user', text);
}

function tell(call: CallRecord, messenger: Messenger, role: string, transcript: string): void {
  messenger.emit('transcript', { role, transcriptType: 'final', transcript });
  messenger.emit('conversation-update', { ...call.artifact() });
}

/** Settles with `value` when the call is over, so that nobody waits for what a dead call would bring. */
export function onceOver<T>(signal: AbortSignal, value: T): Promise<T> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(value);
    else signal.addEventListener('abort', () => resolve(value), { once: true });
  });
}
