// Run by test.mjs (with tsx) before the end-to-end tests, so that the minutes of a first install show their
// progress here and never count against the time limit of a test.
import { ensureN8n } from '../e2e/harness/install';
import { packNodes } from '../e2e/harness/pack';

async function prepare(): Promise<void> {
  await ensureN8n({ log: console.log });
  console.log(`Node pack: ${await packNodes()}`);
}

prepare().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
