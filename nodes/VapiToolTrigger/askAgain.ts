import { toSingleLine } from '../shared/protocol/results';
import type { ArgumentProblem } from '../shared/protocol/toolSchema';

/** More would not be read to the end, by a model or by a person. */
const MAX_PROBLEMS = 10;
const MAX_LENGTH = 120;

/**
 * What the assistant is told about arguments that cannot be used, so that it can ask the caller and call again, e.g.
 * `Missing: date (the day of the appointment). Ask the caller for it and call book_appointment again.`
 * Undefined if nothing is wrong.
 */
export function askAgain(tool: string, problems: readonly ArgumentProblem[]): string | undefined {
  if (problems.length === 0) return undefined;
  const named = problems.slice(0, MAX_PROBLEMS);
  const missing = named.filter(({ kind }) => kind === 'missing');
  const wrong = named.filter(({ kind }) => kind === 'wrong');
  const sentences = [
    ...(missing.length === 0 ? [] : [`Missing: ${missing.map(nameOf).join(', ')}.`]),
    ...wrong.map(
      (problem) => `${problem.path} must be ${problem.expected}, not ${shorten(show(problem.value))}.`,
    ),
  ];
  const what = missing.length === 1 ? 'it' : 'them';
  const request =
    missing.length > 0
      ? `Ask the caller for ${what} and call ${tool} again.`
      : `Correct this and call ${tool} again. Ask the caller if you do not know.`;
  return [...sentences, request].join(' ');
}

function nameOf({ path, description }: ArgumentProblem): string {
  const about = shorten((description ?? '').trim().replace(/\.$/, ''));
  return about === '' ? path : `${path} (${about})`;
}

/** Quotes tell "5" from 5. What is nested too deeply for JSON has its type only. */
function show(value: unknown): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? JSON.stringify(value) : toSingleLine(value);
}

function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
