/** Vapi takes as many for a credential and a number. Source: OpenAPI, `name` of both. */
const MAX_LENGTH = 40;

/** What is wrong with the name of a trunk, as a sentence; nothing for a good one. */
export function nameProblems(name: string): string[] {
  // Its field says itself that it is missing.
  if (name === '') return [];
  const problems: string[] = [];
  // As Vapi counts: letters outside the basic plane are two.
  if (name.length > MAX_LENGTH)
    problems.push(`Trunk Name has ${name.length} characters, at most ${MAX_LENGTH} are possible`);
  // A plan has {step} in the places of IDs.
  if (/[{}]/.test(name)) problems.push(`Trunk Name "${name}" holds a curly bracket: leave it out`);
  return problems;
}
