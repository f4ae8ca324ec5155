import type { IHttpRequestOptions, IWebhookFunctions } from 'n8n-workflow';

/** What an HTTP client would have got, without HTTP. */
export class RecordedResponse {
  statusCode = 200;
  headers: Record<string, unknown> = {};
  /** Bodies in the order in which they were sent; more than one is a mistake. */
  bodies: string[] = [];

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  json(body: unknown): this {
    return this.end(JSON.stringify(body));
  }

  send(body: unknown): this {
    return this.end(String(body));
  }

  setHeader(name: string, value: unknown): this {
    this.headers[name.toLowerCase()] = value;
    return this;
  }

  write(): boolean {
    return true;
  }

  end(body?: unknown): this {
    this.bodies.push(typeof body === 'string' ? body : '');
    return this;
  }

  get writableEnded(): boolean {
    return this.bodies.length > 0;
  }

  once(): this {
    return this;
  }

  /** The one answer, or undefined as long as there is none. */
  get answer(): { status: number; body: unknown } | undefined {
    if (this.bodies.length > 1) throw new Error(`Answered ${this.bodies.length} times.`);
    const [text] = this.bodies;
    return text === undefined ? undefined : { status: this.statusCode, body: JSON.parse(text) as unknown };
  }
}

export interface WebhookSpec {
  /** Values of the node's fields; a function is called, so that it can throw as a broken expression does. */
  parameters?: Record<string, unknown>;
  body?: unknown;
  /** What stands behind the `?` of the URL. */
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** The bytes; the body as JSON if left out. Null where n8n has not read them yet. */
  rawBody?: Buffer | null;
  /** The decrypted credential, or an error that reading it gives. */
  credential?: object | Error;
  /** Which of the node's webhooks was called; `default` if left out. */
  webhookName?: string;
  /** n8n's HTTP client, for nodes that fetch something. */
  httpRequest?: (options: IHttpRequestOptions) => Promise<unknown>;
  /** `webhook` if left out; `manual` for the editor's test URL. */
  mode?: 'webhook' | 'manual';
  /** What an expression gives; without it the test needs none. */
  evaluateExpression?: (expression: string) => unknown;
  /** Id of the trigger in the workflow. */
  nodeId?: string;
  /** The node's part of the workflow's static data; empty if left out. */
  staticData?: Record<string, unknown>;
  /** Nodes after the trigger, by name, with their type. */
  below?: Record<string, string>;
}

export interface WebhookCall {
  context: IWebhookFunctions;
  response: RecordedResponse;
  /** What the node wrote into n8n's log. */
  log: Array<[level: string, message: string, meta: Record<string, unknown>]>;
}

/** The part of n8n's webhook context that our triggers use; everything else fails loudly. */
export function webhookCall(spec: WebhookSpec): WebhookCall {
  const response = new RecordedResponse();
  const log: WebhookCall['log'] = [];
  const bytes = spec.rawBody ?? Buffer.from(JSON.stringify(spec.body ?? {}));
  const request = {
    headers: spec.headers ?? {},
    method: 'POST',
    url: '/webhook/vapi',
    rawBody: spec.rawBody === null ? undefined : bytes,
    readRawBody: async () => {
      request.rawBody = bytes;
    },
  };
  const staticData = spec.staticData ?? {};
  const logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [
      level,
      (message: string, meta: Record<string, unknown>) => void log.push([level, message, meta]),
    ]),
  );
  const context = {
    logger,
    getNode: () => ({
      ...{ id: spec.nodeId, name: 'Vapi Trigger', type: 'n8n-nodes-vapi.trigger' },
      // n8n has the choice of a credential on the node, whether or not it can be read.
      ...(spec.credential === undefined
        ? {}
        : { credentials: { vapiWebhookApi: { id: '1', name: 'Webhook' } } }),
    }),
    getWorkflow: () => ({ id: 'workflow-1', name: 'Test', active: true }),
    getMode: () => spec.mode ?? 'webhook',
    getWorkflowStaticData: () => staticData,
    getWebhookName: () => spec.webhookName ?? 'default',
    helpers: { httpRequest: spec.httpRequest },
    getNodeWebhookUrl: () => 'https://n8n.test/webhook/tools',
    getRequestObject: () => request,
    getResponseObject: () => response,
    getBodyData: () => spec.body,
    getQueryData: () => spec.query ?? {},
    evaluateExpression: spec.evaluateExpression,
    getTimezone: () => 'Europe/Berlin',
    getChildNodes: () =>
      Object.entries(spec.below ?? {}).map(([name, type]) => ({ name, type, disabled: false })),
    getNodeParameter: (name: string, fallback: unknown) => {
      const value = spec.parameters?.[name];
      return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
    },
    getCredentials: async () => {
      if (spec.credential instanceof Error) throw spec.credential;
      if (spec.credential === undefined) throw new Error('Node does not have any credentials set');
      return spec.credential;
    },
  };
  return { context: context as unknown as IWebhookFunctions, response, log };
}
