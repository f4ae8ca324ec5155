import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from './engine';
import type { CredentialValues } from './engineCredentials';
import { startVapiStandIn, type VapiStandIn } from './engineVapi';
import { repoRoot } from './repo';

export const BRIDGE_KEY = 'bridge-key-that-nobody-may-see';

/** The credential of a bridge at an address. */
export const bridgeCredentials = (baseUrl: string, apiKey = BRIDGE_KEY): CredentialValues => ({
  vapiBridgeApi: { baseUrl, apiKey, eventsSecret: '' },
});

/** Runs a Vapi Bridge node alone in n8n's engine, its items as fast as they can be. */
export async function runBridgeNode(
  credentials: CredentialValues,
  parameters: INodeParameters,
  {
    items = [{ json: {} }],
    ...settings
  }: { items?: INodeExecutionData[]; continueOnFail?: boolean; retryOnFail?: boolean } = {},
): Promise<EngineRun> {
  const options = { itemsPerSecond: 1000 };
  return await runWorkflow({
    nodes: [{ name: 'Bridge', type: 'vapiBridge', parameters: { options, ...parameters }, ...settings }],
    start: [items],
    credentials,
  });
}

/** One operation of the node against a stand-in that the test answers for. */
export interface BridgeStage {
  bridge: VapiStandIn;
  run(parameters?: INodeParameters, options?: Parameters<typeof runBridgeNode>[2]): Promise<EngineRun>;
}

/** Starts and stops the stand-in with the suite, and forgets its requests before each test. */
export function bridgeStage(resource: string, operation: string, basic: INodeParameters = {}): BridgeStage {
  const stage = {} as BridgeStage;
  beforeAll(async () => {
    stage.bridge = await startVapiStandIn();
  });
  afterAll(() => stage.bridge.close());
  beforeEach(() => {
    stage.bridge.requests.length = 0;
    stage.bridge.reply = () => ({});
  });
  stage.run = (parameters = {}, options) =>
    runBridgeNode(
      bridgeCredentials(stage.bridge.url),
      { resource, operation, ...basic, ...parameters },
      options,
    );
  return stage;
}

/**
 * The keys of the output preview that the editor shows before the first run.
 *
 * @throws where the operation has none
 */
export function bridgePreviewKeys(resource: string, operation: string): string[] {
  const file = join(repoRoot, 'nodes', 'VapiBridge', '__schema__', 'v1.0.0', resource, `${operation}.json`);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
  return Object.keys(schema.properties);
}
