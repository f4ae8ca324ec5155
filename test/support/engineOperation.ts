import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from './engine';
import { startVapiStandIn, type VapiStandIn } from './engineVapi';
import { repoRoot } from './repo';

/** A chosen entry of a picker, by its ID. */
export const picked = (value: string): INodeParameters[string] => ({ __rl: true, mode: 'id', value });

/** IDs for tests; Vapi's are UUIDs. */
export const IDS = {
  assistant: '5b0a4a08-133c-4146-9315-0984f8c6be80',
  phoneNumber: '42b4b25d-031e-4786-857f-63b346c9580f',
  call: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  squad: '1d6f2c0e-52a1-4a39-8f6b-1f5a3f0f8a11',
  tool: '9f4a1a57-9c4f-4d64-9d0c-6f1b8f2a7c22',
  file: '3e8b5b9a-6a0d-4b8f-8a58-0b2d3c4e5f33',
} as const;

/** A Vapi node of one operation in n8n's engine, against a stand-in that the test answers for. */
export interface OperationStage {
  vapi: VapiStandIn;
  /** Runs the node alone. */
  run(
    parameters?: INodeParameters,
    options?: { items?: INodeExecutionData[]; continueOnFail?: boolean; retryOnFail?: boolean },
  ): Promise<EngineRun>;
  /** Runs it, expects success and gives the body of the only request. */
  sent(parameters?: INodeParameters, options?: { items?: INodeExecutionData[] }): Promise<unknown>;
}

/** Starts and stops the stand-in with the suite, and forgets its requests before each test. */
export function operationStage(
  resource: string,
  operation: string,
  basic: INodeParameters = {},
): OperationStage {
  const stage = {} as OperationStage;
  beforeAll(async () => {
    stage.vapi = await startVapiStandIn();
  });
  afterAll(() => stage.vapi.close());
  beforeEach(() => {
    stage.vapi.requests.length = 0;
    stage.vapi.reply = () => ({});
  });
  stage.run = async (
    parameters = {},
    { items = [{ json: {} }], continueOnFail = false, retryOnFail = false } = {},
  ) =>
    await runWorkflow({
      nodes: [
        {
          name: 'Vapi',
          type: 'vapi',
          parameters: { resource, operation, ...basic, ...parameters },
          continueOnFail,
          retryOnFail,
        },
      ],
      start: [items],
      credentials: stage.vapi.credentials,
    });
  stage.sent = async (parameters, options) => {
    const run = await stage.run(parameters, options);
    expect(run.error?.message).toBeUndefined();
    expect(stage.vapi.requests).toHaveLength(1);
    return stage.vapi.requests[0]?.body;
  };
  return stage;
}

/**
 * The keys of the output preview that the editor shows before the first run.
 *
 * @throws where the operation has none
 */
export function previewKeys(resource: string, operation: string): string[] {
  const file = join(repoRoot, 'nodes', 'Vapi', '__schema__', 'v1.0.0', resource, `${operation}.json`);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
  return Object.keys(schema.properties);
}
