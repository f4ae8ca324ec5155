/**
 * A suite that needs something a machine may lack is skipped with the reason in its title. Under `CI=true`
 * the thing is expected, so the suite fails instead: a skipped suite must never pass for a green one. A CI that
 * cannot have it, such as a public one without the vendors' schemas, says so by `TEST_ALLOW_MISSING=true`.
 *
 * @param available whether the thing is there
 * @param what what is missing and how to get it, in words for the reader of the test log
 */
export function describeWith(available: boolean, what: string, title: string, body: () => void): void {
  if (available) {
    describe(title, body);
    return;
  }
  if (process.env.CI === 'true' && process.env.TEST_ALLOW_MISSING !== 'true') {
    describe(title, () => {
      it('has what it needs', () => {
        throw new Error(`Missing in CI: ${what}`);
      });
    });
    return;
  }
  describe.skip(`${title} (skipped: ${what})`, body);
}
