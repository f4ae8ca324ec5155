import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmEnv } from './npmEnv';
import { runOrThrow } from './run';

/** A community node package as small as can be: shows that the harness works, whatever state ours is in. */
const files: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'n8n-nodes-probe',
    version: '1.0.0',
    keywords: ['n8n-community-node-package'],
    license: 'MIT',
    files: ['dist'],
    n8n: {
      n8nNodesApiVersion: 1,
      nodes: ['dist/ProbeTrigger.node.js', 'dist/Probe.node.js'],
      credentials: ['dist/ProbeApi.credentials.js'],
    },
  }),
  'dist/ProbeApi.credentials.js': `
    exports.ProbeApi = class {
      name = 'probeApi';
      displayName = 'Probe API';
      properties = [{ displayName: 'Key', name: 'key', type: 'string', default: '' }];
    };`,
  'dist/ProbeTrigger.node.js': `
    exports.ProbeTrigger = class {
      description = {
        displayName: 'Probe Trigger', name: 'probeTrigger', group: ['trigger'], version: 1,
        description: 'Starts on a POST', defaults: { name: 'Probe Trigger' },
        inputs: [], outputs: ['main'], properties: [],
        webhooks: [
          { name: 'default', httpMethod: 'POST', responseMode: 'responseNode', path: 'probe', isFullPath: true },
        ],
      };
      async webhook() {
        const json = { body: this.getBodyData(), url: this.getNodeWebhookUrl('default') };
        return { workflowData: [[{ json }]] };
      }
    };`,
  'dist/Probe.node.js': `
    exports.Probe = class {
      description = {
        displayName: 'Probe', name: 'probe', group: ['transform'], version: 1,
        description: 'Answers with what it got', defaults: { name: 'Probe' },
        inputs: ['main'], outputs: ['main'], properties: [],
        credentials: [{ name: 'probeApi', required: true }],
      };
      async execute() {
        const [item] = this.getInputData();
        if (item.json.body.fail) throw new Error('the probe failed on purpose');
        const { key } = await this.getCredentials('probeApi');
        this.sendResponse({ body: { ...item.json, key }, headers: {}, statusCode: 202 });
        return [[{ json: { answered: true } }]];
      }
    };`,
};

/**
 * Writes the probe pack into a folder and packs it.
 *
 * @returns path of the tarball
 */
export async function packProbe(folder: string): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await runOrThrow('npm', ['pack', '--ignore-scripts'], { cwd: folder, env: npmEnv(process.execPath) });
  return join(folder, 'n8n-nodes-probe-1.0.0.tgz');
}

/** The credential of {@link probeWorkflow}. */
export const probeCredential = {
  id: 'probeCredential1',
  name: 'Probe account',
  type: 'probeApi',
  data: { key: 'k-123' },
};

/** Probe Trigger → Probe: answers 202 with body, webhook URL and key, or fails on `{"fail": true}`. */
export const probeWorkflow = {
  id: 'probeWorkflow001',
  name: 'Probe',
  nodes: [
    {
      id: 'trigger-1',
      name: 'Probe Trigger',
      type: 'n8n-nodes-probe.probeTrigger',
      typeVersion: 1,
      position: [0, 0],
      webhookId: 'e70a4b5e-57f1-4f0b-9b7c-5cbe4d1f7a01',
      parameters: {},
    },
    {
      id: 'probe-1',
      name: 'Probe',
      type: 'n8n-nodes-probe.probe',
      typeVersion: 1,
      position: [220, 0],
      parameters: {},
      credentials: { probeApi: { id: 'probeCredential1', name: 'Probe account' } },
    },
  ],
  connections: { 'Probe Trigger': { main: [[{ node: 'Probe', type: 'main', index: 0 }]] } },
};
