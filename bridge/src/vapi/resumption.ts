import type { Turn } from '../relay/peer';

/** The newest so many characters of a conversation are told. */
const MAX_CHARACTERS = 8000;

const INSTRUCTION =
  'The connection to the caller was interrupted for a moment and is back now. You are in the middle of a telephone ' +
  'call. Apologise in a few words, do not greet the caller again, and go on where the conversation stopped.';

/**
 * What an assistant is told that takes over a conversation from one that was lost. What was said is quoted, so that
 * a caller's words can't pass for instructions by their form.
 * @param history the turns so far, oldest first
 */
export function resumptionNotice(history: readonly Turn[]): string {
  let left = MAX_CHARACTERS;
  const lines: string[] = [];
  for (const { role, text } of history.toReversed()) {
    const line = `${role === 'assistant' ? 'You' : 'Caller'}: ${JSON.stringify(text)}`;
    if (line.length > left) {
      // Of the newest turn there is something at any rate: its end. The cut may have halved a character.
      if (lines.length === 0) lines.push(`…${line.slice(-left).replace(/^[\udc00-\udfff]/, '')}`);
      break;
    }
    left -= line.length + 1;
    lines.push(line);
  }
  return `${INSTRUCTION} What was said so far:\n${lines.reverse().join('\n')}`;
}
