import {
  expectedOutcome,
  failureRows,
  failureWorkflows,
  regularMode,
  runRow,
  testUrlMode,
} from './failureTable';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { bearerCredential, askTools, check } from './toolCallClient';

let n8n: N8n;

beforeAll(async () => {
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    credentials: [bearerCredential],
    workflows: failureWorkflows,
  });
  // The first Code node starts n8n's task runner, which takes longer than any caller should wait.
  await askTools(regularMode(n8n).url('tools'), [check({ say: 'hello' })]);
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
});

describe.each([
  ['regular mode', regularMode],
  ["the editor's test URL", testUrlMode],
])('a tool call by %s gets a valid answer:', (_what, mode) => {
  it.each(failureRows.filter(({ queueOnly }) => queueOnly !== true))('$name', async (row) => {
    const outcome = await runRow(row, mode(n8n));
    expect(outcome).toMatchObject(expectedOutcome(row));
  });

  it('and n8n never writes to a response that is over', () => {
    expect(n8n.log()).not.toMatch(/ERR_HTTP_HEADERS_SENT|headers after they are sent|write after end/);
  });
});
