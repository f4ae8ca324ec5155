let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one task after the other. Vapi has no conditional PATCH: two triggers that add their tools to the same
 * assistant at the same time would each write the list that it had before the other. n8n calls the hooks in its main
 * process only, so this settles it within one n8n.
 */
export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const turn = last.then(task, task);
  last = turn.catch(() => undefined);
  return await turn;
}
