import type { INodeParameters } from 'n8n-workflow';
import { startVapiEmulator, type VapiEmulator } from '../../../emulators/vapi';
import type { CredentialValues } from '../../../support/engineCredentials';
import { HookedTrigger, type HookSpec } from '../../../support/engineHooks';

export const KEY = 'private-key-of-the-test';
export const TOKEN = 'token-of-the-webhook';
export const MODEL = { provider: 'openai', model: 'gpt-4o', messages: [{ role: 'system', content: 'Hi' }] };

type Json = Record<string, unknown>;

/** An organisation of Vapi with something in it, and triggers that register themselves there. */
export class Org {
  private constructor(readonly vapi: VapiEmulator) {}

  static async open(): Promise<Org> {
    return new Org(await startVapiEmulator({ apiKey: KEY }));
  }

  async close(): Promise<void> {
    await this.vapi.close();
  }

  get credentials(): CredentialValues {
    return {
      vapiApi: { apiKey: KEY, region: 'custom', baseUrl: this.vapi.url },
      vapiWebhookApi: { scheme: 'bearer', token: TOKEN },
    };
  }

  assistant(fields: Json = {}): string {
    return this.vapi.seed('assistant', { name: 'Front desk', model: MODEL, ...fields }).id;
  }

  number(fields: Json = {}): string {
    const own = { number: '+14155550199', twilioAccountSid: 'AC00000000000000000000000000000001' };
    return this.vapi.seed('phone-number', { provider: 'twilio', ...own, ...fields }).id;
  }

  tool(name: string, fields: Json = {}): string {
    const definition = { name, description: 'Made by hand' };
    return this.vapi.seed('tool', { type: 'function', function: definition, ...fields }).id;
  }

  trigger(type: HookSpec['type'], parameters: INodeParameters, spec: Partial<HookSpec> = {}): HookedTrigger {
    return new HookedTrigger({ type, parameters, credentials: this.credentials, ...spec });
  }

  /** Everything in Vapi, in an order of its own, without the times of the last change. */
  snapshot(): Json[] {
    return (['assistant', 'phone-number', 'tool'] as const).flatMap((kind) =>
      this.vapi
        .storedAll(kind)
        .map(({ updatedAt, ...rest }) => ({ kind, ...structuredClone<Json>(rest) }))
        .sort((a, b) => String(a['id' as never]).localeCompare(String(b['id' as never]))),
    );
  }

  /** The same without what Vapi chooses and without the ledger, for two ways that lead to the same. */
  shape(): unknown[] {
    const kept = this.snapshot().filter(({ function: definition }) => !isLedger(definition));
    let text = JSON.stringify(kept.map(({ orgId, createdAt, ...rest }) => rest));
    for (const { id, name, function: definition } of kept) {
      text = text.replaceAll(String(id), `id of ${String((definition as Json | undefined)?.name ?? name)}`);
    }
    const shape = JSON.parse(text) as Array<{ id: string; model?: { toolIds?: string[] } }>;
    for (const { model } of shape) model?.toolIds?.sort();
    return shape.sort((a, b) => a.id.localeCompare(b.id));
  }

  /** Our tools that are neither made by hand nor ledgers, by name. */
  tools(name: string): Json[] {
    return this.snapshot().filter(
      ({ function: definition }) => (definition as Json | undefined)?.name === name,
    );
  }

  ledgers(): Json[] {
    return this.snapshot().filter(({ function: definition }) => isLedger(definition));
  }

  stored(kind: 'assistant' | 'phone-number' | 'tool', id: string): Json {
    return this.vapi.stored(kind, id) ?? {};
  }

  /** What somebody does in Vapi meanwhile, through its API. */
  async patch(kind: string, id: string, fields: object): Promise<void> {
    await this.request('PATCH', `/${kind}/${id}`, fields);
  }

  async remove(kind: string, id: string): Promise<void> {
    await this.request('DELETE', `/${kind}/${id}`);
  }

  private async request(method: string, path: string, body?: object): Promise<void> {
    const response = await fetch(this.vapi.url + path, {
      method,
      headers: {
        authorization: `Bearer ${KEY}`,
        'user-agent': 'somebody/1.0',
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  }

  /** The requests since the last time. */
  takeRequests(): string[] {
    const all = this.vapi.requests as unknown[];
    return (all.splice(0) as Array<{ method: string; path: string }>).map(
      ({ method, path }) => `${method} ${path}`,
    );
  }
}

function isLedger(definition: unknown): boolean {
  return String((definition as Json | undefined)?.name).startsWith('n8n_ledger_');
}

/** Fields of a Vapi Tool Trigger with these tools. */
export function toolFields(
  tools: string[],
  assistants: string[],
  extra: INodeParameters = {},
): INodeParameters {
  return {
    authentication: 'vapiWebhookApi',
    path: 'tools',
    tools: {
      tool: tools.map((name) => ({
        name,
        description: `Does ${name}`,
        parametersAs: 'fields',
        parameters: {},
      })),
    },
    registerInVapi: true,
    registrationAssistants: assistants,
    ...extra,
  };
}

export function eventFields(
  { assistants = [], numbers = [] }: { assistants?: string[]; numbers?: string[] },
  extra: INodeParameters = {},
): INodeParameters {
  return {
    authentication: 'vapiWebhookApi',
    path: 'events',
    events: ['end-of-call-report', 'status-update'],
    registerInVapi: true,
    registrationAssistants: assistants,
    registrationPhoneNumbers: numbers,
    ...extra,
  };
}
