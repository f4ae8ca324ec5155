import type { RegexEngine } from 'n8n-workflow';

/**
 * Regular expressions without n8n's limit of 250 ms by the clock, after which it says "Regular expression execution
 * timed out": on a busy machine it strikes at random, at the ID of any picker.
 */
export const untimedRegexes: RegexEngine = {
  exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
  test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
  replace: (pattern, input, flags, replacement) => input.replace(new RegExp(pattern, flags), replacement),
  matchAll: (pattern, input, flags = '') => [
    ...input.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`)),
  ],
  split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
};
