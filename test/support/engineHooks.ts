import { HookContext } from 'n8n-core';
import {
  Workflow,
  type IDataObject,
  type INodeParameters,
  type IWebhookData,
  type IWorkflowExecuteAdditionalData,
  type WorkflowActivateMode,
} from 'n8n-workflow';
import { EngineCredentials, type CredentialValues } from './engineCredentials';
import { EngineTypes } from './engineTypes';

// n8n warns of each request that it repeats; the tests look at the outcome itself.
process.env.N8N_LOG_LEVEL ??= 'silent';

export interface HookSpec {
  type: 'vapiToolTrigger' | 'vapiTrigger' | 'vapiRequestTrigger';
  parameters: INodeParameters;
  credentials: CredentialValues;
  workflowId?: string;
  workflowName?: string;
  nodeId?: string;
  /** Of n8n's production webhooks, without a slash at the end; a test has its own beside it. */
  baseUrl?: string;
}

/** One trigger in a workflow, and n8n's part in calling its hooks. */
export class HookedTrigger {
  /** What n8n has saved; replaced by `{}` for a database that lost it. */
  staticData: IDataObject = {};

  constructor(public spec: HookSpec) {}

  /**
   * As n8n activates a workflow: static data is saved only if all went well, and what failed is cleared, with the
   * static data of before. The hooks' error is thrown on.
   */
  async activate(mode: WorkflowActivateMode = 'activate'): Promise<void> {
    const workflow = this.workflow(this.staticData);
    try {
      await this.run(workflow, 'create', { mode });
    } catch (error) {
      await this.deactivate();
      throw error;
    }
    this.staticData = saved(workflow);
  }

  /** As a crash leaves it: nothing is cleared and nothing saved. */
  async activateAndDie(mode: WorkflowActivateMode = 'activate'): Promise<void> {
    await this.run(this.workflow(this.staticData), 'create', { mode }).catch(() => undefined);
  }

  async deactivate(): Promise<void> {
    const workflow = this.workflow(this.staticData);
    await this.run(workflow, 'delete', { mode: 'update' });
    this.staticData = saved(workflow);
  }

  /** A new version: n8n takes the old one down first. */
  async republish(parameters: INodeParameters): Promise<void> {
    await this.deactivate();
    this.spec = { ...this.spec, parameters };
    await this.activate('update');
  }

  /**
   * As n8n listens for a test event: static data of its own, and the test URL.
   *
   * @returns what ends the test
   */
  async listenForTest(): Promise<() => Promise<void>> {
    const workflow = this.workflow({});
    const end = async (data: IDataObject): Promise<void> => {
      await this.run(this.workflow(data), 'delete', { mode: 'update', isTest: true });
    };
    try {
      await this.run(workflow, 'create', { mode: 'manual', isTest: true });
    } catch (error) {
      await end(saved(workflow));
      throw error;
    }
    const data = saved(workflow);
    return async () => await end(data);
  }

  private async run(
    workflow: Workflow,
    step: 'create' | 'delete',
    { mode, isTest = false }: { mode: WorkflowActivateMode; isTest?: boolean },
  ): Promise<void> {
    const node = workflow.getNode('Trigger');
    if (node === null) throw new Error('The trigger got lost.');
    const type = workflow.nodeTypes.getByNameAndVersion(node.type);
    const description = type.description.webhooks?.find(({ name }) => name === 'default');
    if (description === undefined) throw new Error(`${node.type} has no webhook.`);
    const data: IWebhookData = {
      httpMethod: 'POST',
      node: node.name,
      path: 'path',
      webhookDescription: description,
      workflowId: workflow.id,
      workflowExecuteAdditionalData: this.additionalData(),
      isTest,
    };
    // n8n gives `delete` the same modes for test and production.
    const context = new HookContext(
      workflow,
      node,
      this.additionalData(),
      step === 'delete' ? 'internal' : isTest ? 'manual' : 'trigger',
      mode,
      data,
    );
    const methods = 'webhookMethods' in type ? type.webhookMethods?.default : undefined;
    if (methods === undefined) throw new Error(`${node.type} has no hooks.`);
    await workflow.expression.acquireIsolate();
    try {
      if (step === 'delete') await methods.delete?.call(context);
      else if ((await methods.checkExists?.call(context)) !== true) await methods.create?.call(context);
    } finally {
      await workflow.expression.releaseIsolate();
    }
  }

  private workflow(staticData: IDataObject): Workflow {
    const { type, parameters, workflowId = 'w1', workflowName = 'Front desk', nodeId = 'n1' } = this.spec;
    const nodeTypes = new EngineTypes({});
    const name = `n8n-nodes-vapi.${type}`;
    const { credentials = [] } = nodeTypes.getByNameAndVersion(name).description;
    return new Workflow({
      id: workflowId,
      name: workflowName,
      active: true,
      nodes: [
        {
          id: nodeId,
          webhookId: `hook-of-${nodeId}`,
          name: 'Trigger',
          type: name,
          typeVersion: 1,
          position: [0, 0],
          parameters,
          credentials: Object.fromEntries(credentials.map((one) => [one.name, { id: '1', name: one.name }])),
        },
      ],
      connections: {},
      nodeTypes,
      staticData: structuredClone(staticData),
      settings: { executionOrder: 'v1' },
    });
  }

  private additionalData(): IWorkflowExecuteAdditionalData {
    const base = this.spec.baseUrl ?? 'https://n8n.example.com';
    // Only what hooks touch: anything else fails loudly as undefined.
    const data: Partial<IWorkflowExecuteAdditionalData> = {
      credentialsHelper: new EngineCredentials(this.spec.credentials),
      webhookBaseUrl: `${base}/webhook`,
      webhookTestBaseUrl: `${base}/webhook-test`,
      variables: {},
    };
    return data as IWorkflowExecuteAdditionalData;
  }
}

/** What the database would hold: plain JSON. */
function saved({ staticData }: Workflow): IDataObject {
  return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}
