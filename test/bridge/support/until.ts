/** Waits for a condition to come true; the time is a bound for a broken run, not a measure. */
export async function until(condition: () => boolean, what: string, boundMs = 60_000): Promise<void> {
  const end = performance.now() + boundMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`did not happen within ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
