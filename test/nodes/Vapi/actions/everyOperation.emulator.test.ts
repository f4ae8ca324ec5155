import { startVapiEmulator } from '../../../emulators/vapi';
import type { CredentialValues } from '../../../support/engineCredentials';
import { builderChains } from '../../../support/operationCases/chains/builders';
import type { Chain } from '../../../support/operationCases/chains/chain';
import { talkChains } from '../../../support/operationCases/chains/talks';
import { registeredOperations } from '../../../support/operationCases/registered';
import { operationsOf, runWorkflowJson } from '../../../support/operationCases/workflowJson';

// Waiting for a knowledge base takes seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const API_KEY = 'private-key-of-the-test';

const chains: Chain[] = [...builderChains, ...talkChains];

/**
 * Workflows from their JSON, in n8n's own engine, against the emulator: it checks bodies by Vapi's schemas, and refuses
 * what Vapi does not know.
 */
describe('workflow JSON, run by the engine of n8n against the emulator', () => {
  it.each(chains.map((chain) => [chain.title, chain] as const))('%s', async (_, chain) => {
    const vapi = await startVapiEmulator({ apiKey: API_KEY, ...chain.emulator });
    try {
      const credentials: CredentialValues = {
        vapiApi: { apiKey: API_KEY, region: 'custom', baseUrl: vapi.url },
      };
      const ids = (await chain.seed?.(vapi)) ?? {};
      const { items, steps } = chain;
      const workflow = chain.workflow(ids);
      const run = await runWorkflowJson(JSON.stringify(workflow), { credentials, items, steps });
      const refused = vapi.requests.filter(({ status }) => status >= 400);
      expect(refused.map(({ method, path, error }) => [method, path, error])).toEqual([]);
      expect(run.error?.message).toBeUndefined();
      await chain.check(run, vapi, ids);
    } finally {
      await vapi.close();
    }
  });

  it('has every operation of the node', () => {
    const covered = new Set(chains.flatMap(({ workflow }) => operationsOf(workflow({}))));
    expect(registeredOperations.filter((operation) => !covered.has(operation))).toEqual([]);
  });
});
