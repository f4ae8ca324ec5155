import type { INode } from 'n8n-workflow';
import { emptyPlan, type Plan } from '../../../../nodes/shared/registration/plan';
import { register } from '../../../../nodes/shared/registration/register';
import { restoreAll } from '../../../../nodes/shared/registration/restore';
import type { Owner } from '../../../../nodes/shared/registration/owner';
import { VapiObjects, type Kind, type Stored } from '../../../../nodes/shared/registration/vapiObjects';

type Json = Record<string, unknown>;

/** A Vapi that does not store what it was given, as nobody has promised that it does. */
class OtherwiseVapi extends VapiObjects {
  readonly objects = new Map<string, Stored>();
  writes = 0;

  constructor() {
    super(undefined as never);
  }

  override async all(): Promise<Stored[]> {
    return structuredClone([...this.objects.values()]);
  }

  override async create(kind: Kind, fields: Json): Promise<Stored> {
    return this.store({ ...fields, id: `${kind}-${this.objects.size}` });
  }

  override async change(_: Kind, object: Stored, fields: Json): Promise<Stored> {
    return this.store({ ...this.objects.get(object.id), ...fields, id: object.id });
  }

  override async find(_: Kind, id: string): Promise<Stored | undefined> {
    return structuredClone(this.objects.get(id));
  }

  override async remove(_: Kind, id: string): Promise<void> {
    this.objects.delete(id);
  }

  /** Defaults are added, a keyword of JSON Schema is dropped, a URL normalised, and null takes a field away. */
  private store(object: Stored): Stored {
    this.writes += 1;
    const definition = structuredClone(object.function) as { parameters?: { properties?: Json } };
    for (const property of Object.values(definition.parameters?.properties ?? {})) {
      delete (property as Json).format;
    }
    const server = structuredClone(object.server) as { url: string } | null | undefined;
    if (server) server.url = new URL(server.url).href;
    const kept = Object.entries({ ...object, server: server ?? null }).filter(([, value]) => value !== null);
    const stored = { ...Object.fromEntries(kept), id: object.id, function: { strict: false, ...definition } };
    this.objects.set(object.id, stored);
    return structuredClone(stored);
  }
}

const owner: Owner = { workflowId: 'w1', nodeId: 'n1', mode: 'production', workflowName: 'Front desk' };
const node = { name: 'Vapi Tool Trigger' } as INode;
const parameters = { type: 'object', properties: { day: { type: 'string', format: 'date' } } };
const plan: Plan = {
  ...emptyPlan('https://n8n.example.com/webhook/tools'),
  existingTools: 'takeOver',
  tools: [
    {
      name: 'book',
      function: { name: 'book', parameters },
      messages: [],
      server: { url: 'https://n8n.example.com:443/webhook/tools' },
    },
  ],
};

it('knows its own values again, whatever Vapi has made of them', async () => {
  const vapi = new OtherwiseVapi();
  const before = await vapi.create('tool', {
    type: 'function',
    function: { name: 'book', description: 'Old' },
  });
  await register(vapi, node, owner, plan);
  expect(vapi.objects.get(before.id)?.function).not.toHaveProperty('parameters.properties.day.format');
  await register(vapi, node, owner, plan);
  const { writes } = vapi;
  await register(vapi, node, owner, plan);
  // The tool differs from the plan, as before; the ledger no longer does.
  expect(vapi.writes - writes).toBe(1);
  await restoreAll(vapi, owner, await vapi.all());
  expect([...vapi.objects.values()]).toEqual([before]);
});
