import type { TimelineEntry } from '../emulators/twilio';
import type { TimelineEvent } from '../emulators/vapi';

/** Who did something; a column of the time line. */
type Actor = 'caller' | 'assistant' | 'n8n' | 'bridge' | 'vapi' | 'twilio';

/** Prints what happens as it happens, with the seconds since the call began, in words a newcomer understands. */
export class Timeline {
  private began = Date.now();

  constructor(private readonly print: (line: string) => void) {}

  /** A new call: the clock starts again. */
  begin(title: string): void {
    this.began = Date.now();
    this.print('');
    this.print(title);
  }

  line(actor: Actor, text: string, at = Date.now()): void {
    const seconds = Math.max(0, (at - this.began) / 1000)
      .toFixed(2)
      .padStart(6);
    this.print(`${seconds} s  ${actor.padEnd(9)}  ${text}`);
  }

  readonly onVapi = ({ kind, text, ms, at }: TimelineEvent): void => {
    switch (kind) {
      case 'call-created':
        return this.line('vapi', 'has a new call', at);
      case 'assistant-said':
        return this.line('assistant', `says "${text}"`, at);
      case 'caller-said':
        return this.line('caller', `said "${text}"`, at);
      case 'tool-called':
        return this.line('assistant', `calls the tool ${text}`, at);
      case 'tool-answered':
        return this.line('n8n', `answers after ${Math.round(ms)} ms: ${text}`, at);
      case 'interrupted':
        return this.line('caller', 'interrupts the assistant', at);
      case 'ended':
        return this.line('vapi', `the call is over: ${text}`, at);
      case 'report-posted':
        return this.line('vapi', `end-of-call report to n8n: ${text}`, at);
      default:
    }
  };

  readonly onTwilio = ({ kind, text, at }: TimelineEntry): void => {
    switch (kind) {
      case 'call':
        return this.line('caller', text, at);
      case 'stream-open':
        return this.line('bridge', 'the media stream is open, audio flows both ways', at);
      case 'stream-failed':
      case 'warning':
      case 'clear':
        return this.line('twilio', text, at);
      case 'ended':
        return this.line('caller', text, at);
      default:
    }
  };
}
