import { HookContext, WebhookContext } from 'n8n-core';
import {
  Workflow,
  type IDataObject,
  type INode,
  type INodeParameters,
  type IWebhookData,
  type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { VapiTwilioTrigger } from '../../nodes/VapiTwilioTrigger/VapiTwilioTrigger.node';
import { EngineCredentials, type CredentialValues } from './engineCredentials';
import { asExpress, bodyOf, listen, type ExpressResponse } from './engineHttp';
import { EngineTypes } from './engineTypes';

// n8n logs by itself, too; the tests look at what the node says.
process.env.N8N_LOG_LEVEL ??= 'silent';

export const TRIGGER = 'Incoming call';
export const RESPOND = 'Respond to Vapi';

/** An execution that the trigger started; the test plays the rest of n8n. */
export interface StartedExecution {
  json: IDataObject;
  /** A Respond to Vapi node answers, as n8n would write it on the response. */
  respond: (answer: object, nodeName?: string) => void;
  /** n8n ends the response: the execution is over. */
  end: () => void;
}

export interface TriggerServer {
  url: string;
  executions: StartedExecution[];
  /** Told of each execution when it starts. */
  onExecution: (execution: StartedExecution) => void;
  /** What the node wrote into n8n's log. */
  log: string[];
  /** Fields of the node; may be changed between requests. */
  parameters: INodeParameters;
  /** n8n calls `checkExists` and then `create` at each activation, also at each start. */
  activate(mode?: 'production' | 'start' | 'test'): Promise<void>;
  deactivate(mode?: 'production' | 'test'): Promise<void>;
  /** Data that n8n keeps with the workflow. */
  staticData: IDataObject;
  close(): Promise<void>;
}

export interface TriggerServerOptions {
  parameters: INodeParameters;
  credentials: CredentialValues;
  /** Base of the public addresses. */
  publicUrl?: string;
  workflowId?: string;
}

/** n8n with one Vapi Twilio Trigger, in n8n's own contexts, behind a real HTTP server. */
export async function startTriggerServer(options: TriggerServerOptions): Promise<TriggerServer> {
  const { credentials, publicUrl = 'https://n8n.test', workflowId = 'w1' } = options;
  const type = new VapiTwilioTrigger();
  const executions: StartedExecution[] = [];
  const log: string[] = [];
  const staticData: IDataObject = {};
  const base = {
    credentialsHelper: new EngineCredentials(credentials),
    webhookBaseUrl: `${publicUrl}/webhook`,
    webhookTestBaseUrl: `${publicUrl}/webhook-test`,
    variables: {},
  } as unknown as IWorkflowExecuteAdditionalData;

  const build = (): { workflow: Workflow; node: INode } => {
    const workflow = buildWorkflow(workflowId, server.parameters);
    const node = workflow.getNode(TRIGGER);
    if (node === null) throw new Error('The trigger got lost.');
    return { workflow, node };
  };
  const logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, (text: string) => void log.push(text)]),
  );

  const http = await listen((request, plain) => {
    void (async () => {
      const text = await bodyOf(request);
      const body = Object.fromEntries(new URLSearchParams(text));
      const response = asExpress(plain);
      const { workflow, node } = build();
      await workflow.expression.acquireIsolate();
      const httpRequest = Object.assign(request, { body, rawBody: Buffer.from(text), params: {}, query: {} });
      const data = { ...base, httpRequest, httpResponse: response } as unknown as typeof base;
      const context = new WebhookContext(workflow, node, data, 'webhook', webhookData(false), [], null);
      Object.defineProperty(context, 'logger', { value: logger });
      const { workflowData } = await type.webhook.call(context);
      // n8n 2.41 evaluates no expression of the node after that: it gives back the isolate that does it.
      Object.assign(workflow.expression, {
        getParameterValue: () => {
          throw new Error('No bridge acquired for this context.');
        },
      });
      const json = workflowData?.[0]?.[0]?.json;
      if (json === undefined) return;
      const started = execution(json, response);
      executions.push(started);
      server.onExecution(started);
    })();
  });

  const hooks = async (
    mode: 'production' | 'start' | 'test',
    work: 'activate' | 'deactivate',
  ): Promise<void> => {
    const { workflow, node } = build();
    await workflow.expression.acquireIsolate();
    const isTest = mode === 'test';
    // n8n calls `delete` with the same modes at the end of a test and in production.
    const ends = work === 'deactivate';
    const activation = ({ production: 'activate', start: 'init', test: 'manual' } as const)[mode];
    const context = new HookContext(
      ...([workflow, node, base, ends ? 'internal' : isTest ? 'manual' : 'trigger'] as const),
      ...([ends ? 'update' : activation, webhookData(isTest)] as const),
    );
    Object.defineProperty(context, 'logger', { value: logger });
    // Test runs have static data of their own, which is not kept.
    const memory = isTest ? {} : staticData;
    Object.defineProperty(context, 'getWorkflowStaticData', { value: () => memory });
    const methods = type.webhookMethods.default;
    if (work === 'deactivate') await methods.delete.call(context);
    else if (!(await methods.checkExists.call(context))) await methods.create.call(context);
  };

  const server: TriggerServer = {
    ...{ ...http, executions, log, staticData, parameters: options.parameters },
    onExecution: () => undefined,
    activate: (mode = 'production') => hooks(mode, 'activate'),
    deactivate: (mode = 'production') => hooks(mode, 'deactivate'),
  };
  return server;
}

function buildWorkflow(id: string, parameters: INodeParameters): Workflow {
  const node = (name: string, type: string, more: Partial<INode>): INode => ({
    ...{ id: type, name, type: `n8n-nodes-vapi.${type}`, typeVersion: 1, position: [0, 0], parameters: {} },
    ...more,
  });
  const credentials = {
    vapiApi: { id: '1', name: 'Vapi' },
    vapiTwilioApi: { id: '2', name: 'Twilio' },
  };
  return new Workflow({
    ...{ id, name: 'Calls', active: true, settings: {}, nodeTypes: new EngineTypes({}) },
    nodes: [
      node(TRIGGER, 'vapiTwilioTrigger', {
        ...{ webhookId: 'e70a4b5e', parameters: { path: 'calls', ...parameters }, credentials },
      }),
      node(RESPOND, 'vapiRespond', {}),
    ],
    connections: { [TRIGGER]: { main: [[{ node: RESPOND, type: 'main', index: 0 }]] } },
  });
}

function webhookData(isTest: boolean): IWebhookData {
  const description = new VapiTwilioTrigger().description.webhooks?.[0];
  return { webhookDescription: description, isTest } as unknown as IWebhookData;
}

function execution(json: IDataObject, response: ExpressResponse): StartedExecution {
  return {
    json,
    respond: (answer, nodeName = RESPOND) => {
      const content = JSON.stringify({ kind: 'n8n-nodes-vapi/answer@2', answer });
      response.write(`${JSON.stringify({ type: 'item', content, metadata: { nodeName } })}\n`);
    },
    end: () => {
      response.end();
    },
  };
}
