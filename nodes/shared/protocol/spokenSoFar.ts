/**
 * What of an answer is still to be said after other text was streamed already. An AI Agent streams its reply, and a
 * Respond node behind it answers with the same text once more: nobody should hear it twice. White space does not
 * matter; text that was not streamed comes after what was, with a space in between.
 */
export function restOf(text: string, streamed: string): string {
  const [wanted, said] = [words(text), words(streamed)];
  if (said === '') return text;
  if (wanted === '' || ` ${said}`.endsWith(` ${wanted}`)) return '';
  return glue(streamed, startsWithWords(text, said) ?? text);
}

/** The next piece, with a space before it if two sentences would run into each other. */
export function glue(before: string, next: string): string {
  const apart = before === '' || /\s$/.test(before) || /^\s/.test(next);
  return apart || next === '' ? next : ` ${next}`;
}

/** What follows in `text` after the words that were said; undefined if it does not begin with them. */
function startsWithWords(text: string, said: string): string | undefined {
  if (!`${words(text)} `.startsWith(`${said} `)) return undefined;
  const count = said.split(' ').length;
  return text.trimStart().split(/\s+/).slice(count).join(' ');
}

function words(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
