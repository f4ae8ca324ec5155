import { NodeApiError, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { toNodeError } from '../fail';
import { getAllByCreation } from '../paging';
import { asObject, asText, type JsonObject } from '../protocol/json';
import { vapiRequest } from '../transport';

/** Kinds of objects that registration writes to, by their path in the API. */
export type Kind = 'tool' | 'assistant' | 'phone-number';

/** An object as Vapi has it. */
export type Stored = JsonObject & { id: string };

/** What registration needs of Vapi's API. An object that is gone needs no clean-up, so 404 is no error there. */
export class VapiObjects {
  constructor(private readonly context: IHookFunctions) {}

  async all(kind: Kind): Promise<Stored[]> {
    const rows = await getAllByCreation(this.context, { path: `/${kind}`, qs: {} }, Infinity);
    return rows.map(toStored);
  }

  /** @throws NodeApiError also for an object that does not exist */
  async get(kind: Kind, id: string): Promise<Stored> {
    return toStored(await this.request('GET', kind, id));
  }

  /** Undefined for an object that is gone. */
  async find(kind: Kind, id: string): Promise<Stored | undefined> {
    return await this.unlessGone(async () => await this.get(kind, id));
  }

  /** The same, with a line in n8n's log, for what somebody has chosen. */
  async findOrWarn(kind: Kind, id: string): Promise<Stored | undefined> {
    const object = await this.find(kind, id);
    const { name } = this.context.getNode();
    if (object === undefined) {
      this.context.logger.warn(`"${name}" goes on without the ${kind} ${id}, which is gone from Vapi`);
    }
    return object;
  }

  async create(kind: Kind, fields: JsonObject): Promise<Stored> {
    return toStored(await vapiRequest.call(this.context, body('POST', `/${kind}`, fields)));
  }

  /**
   * Each field replaces the old one whole, null takes it away. Tools and phone numbers want the field again that
   * tells their variant apart.
   */
  async change(kind: Kind, object: Stored, fields: JsonObject): Promise<Stored> {
    const variant = { tool: ['type'], assistant: [], 'phone-number': ['provider'] }[kind];
    const identity = Object.fromEntries(variant.map((name) => [name, object[name]]));
    return toStored(await this.request('PATCH', kind, object.id, { ...identity, ...fields }));
  }

  async remove(kind: Kind, id: string): Promise<void> {
    await this.unlessGone(async () => await this.request('DELETE', kind, id));
  }

  private async unlessGone<T>(request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof NodeApiError && error.httpCode === '404') return undefined;
      throw toNodeError(this.context.getNode(), error);
    }
  }

  private async request(
    method: 'GET' | 'PATCH' | 'DELETE',
    kind: Kind,
    id: string,
    fields?: JsonObject,
  ): Promise<unknown> {
    const path = `/${kind}/${encodeURIComponent(id)}`;
    // n8n itself repeats an activation that failed, and somebody waits for unpublishing: no pauses here as well.
    const repeatable = method === 'GET' ? 'always' : 'unlessDone';
    return await vapiRequest.call(this.context, { ...body(method, path, fields), repeatable });
  }
}

function body<M extends string>(
  method: M,
  path: string,
  fields?: JsonObject,
): { method: M; path: string; body?: IDataObject } {
  return { method, path, ...(fields && { body: fields as IDataObject }) };
}

function toStored(answer: unknown): Stored {
  const object = asObject(answer);
  return { ...object, id: String(object.id) };
}

/** How an object is called in an error, with its ID. */
export function labelOf(object: Stored): string {
  const name = asText(asObject(object.function).name) ?? asText(object.name) ?? asText(object.number);
  return name === undefined ? object.id : `${name} (${object.id})`;
}
