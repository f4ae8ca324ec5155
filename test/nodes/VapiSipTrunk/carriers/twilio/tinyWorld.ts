import { NodeOperationError, type INode } from 'n8n-workflow';
import { asObject, asText, type JsonObject } from '../../../../../nodes/shared/protocol/json';
import type { Tools } from '../../../../../nodes/VapiSipTrunk/plan/apply';
import type { Request, Service } from '../../../../../nodes/VapiSipTrunk/plan/plannedCall';
import { referencesIn } from '../../../../../nodes/VapiSipTrunk/plan/references';
import type { Read, Reader } from '../../../../../nodes/VapiSipTrunk/plan/reader';
import type { Sent, Writer } from '../../../../../nodes/VapiSipTrunk/plan/writer';

export const NODE: INode = {
  ...{ id: 'n1', name: 'Vapi SIP Trunk', type: 'vapiSipTrunk', typeVersion: 1 },
  ...{ position: [0, 0], parameters: {} },
};

/**
 * Twilio and Vapi in memory, as far as a trunk needs them: every path ending in a collection holds objects, and what
 * one vendor refuses is refused here. For plans that start from odd beginnings; what runs do is tested at the emulators.
 */
export class TinyWorld implements Reader, Writer {
  readonly requests: Request[] = [];
  private readonly collections = new Map<string, JsonObject[]>();
  private count = 0;
  private clock = Date.UTC(2026, 10, 1);

  get tools(): Tools {
    return { node: NODE, reader: this, writer: this, sleep: () => Promise.resolve() };
  }

  /** Puts something there by hand; `service path` as in a request. */
  seed(service: Service, path: string, ...objects: JsonObject[]): void {
    for (const object of objects) this.insert(service, path, object);
  }

  rows(service: Service, path: string): JsonObject[] {
    const key = keyOf(service, path);
    const trunk = /^twilioTrunking \/v1\/Trunks\/([^/]+)\/PhoneNumbers$/.exec(key)?.[1];
    if (trunk === undefined) return this.collections.get(key) ?? [];
    return this.rows('twilio', '/IncomingPhoneNumbers').filter(({ trunk_sid }) => trunk_sid === trunk);
  }

  get(read: Read): Promise<unknown> {
    const { parent, id } = split(read.path);
    return Promise.resolve(structuredClone(this.rows(read.service, parent).find((one) => idOf(one) === id)));
  }

  list(read: Read): Promise<JsonObject[]> {
    return Promise.resolve(structuredClone(this.rows(read.service, read.path)));
  }

  send(request: Request): Promise<Sent> {
    const missing = referencesIn([request.path, request.body]);
    if (missing.length > 0) throw new Error(`not filled in: ${missing.join(', ')} in ${request.path}`);
    this.requests.push(request);
    return Promise.resolve(this.carryOut(request));
  }

  /** Everything there is, without what differs from run to run. */
  snapshot(): string {
    const all = [...this.collections.entries()].filter(([, rows]) => rows.length > 0).sort();
    const ids = new Map<string, string>();
    return JSON.stringify(all, (key, value: unknown) => (/date_|createdAt/.test(key) ? undefined : value), 1)
      .replace(/vapi-\d+/g, 'a-login')
      .replace(/[a-z]{2}\d{4}x/g, (id) => {
        if (!ids.has(id)) ids.set(id, `id${ids.size}`);
        return ids.get(id) ?? id;
      });
  }

  private carryOut({ service, method, path, body = {} }: Request): Sent {
    const { parent, id } = split(path);
    const existing = this.rows(service, parent).find((one) => idOf(one) === id);
    if (method === 'DELETE')
      return existing ? this.remove(service, path, existing) : refused('not there', true);
    if (existing) return { ok: true, answer: structuredClone(update(existing, columns(service, body))) };
    if (method === 'PATCH') return refused('not there', true);
    const attached = asText(body.IpAccessControlListSid) ?? asText(body.CredentialListSid);
    const number = asText(body.PhoneNumberSid);
    if (number !== undefined) return this.attachNumber(number, path);
    const row = attached === undefined ? columns(service, body) : { sid: attached };
    const rows = this.rows(service, path);
    const isTaken = ['domain_name', 'username', 'phone_number'].some(
      (key) => row[key] !== undefined && rows.some((one) => one[key] === row[key]),
    );
    if (isTaken || (attached !== undefined && rows.some(({ sid }) => sid === attached)))
      return refused('taken');
    return { ok: true, answer: structuredClone(this.insert(service, path, row)) };
  }

  private insert(service: Service, path: string, object: JsonObject): JsonObject {
    this.count += 1;
    this.clock += 1000;
    const id = `${service.slice(0, 2)}${String(this.count).padStart(4, '0')}x`;
    const at = new Date(this.clock);
    const row =
      service === 'vapi'
        ? { id, createdAt: at.toISOString(), ...object }
        : { sid: id, date_created: service === 'twilio' ? at.toUTCString() : at.toISOString(), ...object };
    const key = keyOf(service, path);
    this.collections.set(key, [...(this.collections.get(key) ?? []), row]);
    return row;
  }

  private remove(service: Service, path: string, row: JsonObject): Sent {
    const { parent } = split(path);
    const id = String(idOf(row));
    const isAttachment = /\/Trunks\/[^/]+\/(IpAccess|Credential)/.test(path);
    const isUsed =
      !isAttachment &&
      [...this.collections.entries()].some(
        ([key, rows]) =>
          /\/Trunks\/[^/]+\/(IpAccess|Credential)/.test(key) && rows.some(({ sid }) => sid === id),
      );
    const hasNumbers = this.rows('twilio', '/IncomingPhoneNumbers').some(({ trunk_sid }) => trunk_sid === id);
    const isDialled = this.rows('vapi', '/phone-number').some(({ credentialId }) => credentialId === id);
    if (isUsed || hasNumbers || isDialled) return refused('still in use');
    if (path.includes('/PhoneNumbers/')) row.trunk_sid = null;
    else
      this.collections.set(
        keyOf(service, parent),
        this.rows(service, parent).filter((one) => one !== row),
      );
    if (isAttachment) return { ok: true, answer: {} };
    for (const key of this.collections.keys()) if (key.includes(`/${id}/`)) this.collections.delete(key);
    return { ok: true, answer: {} };
  }

  private attachNumber(sid: string, path: string): Sent {
    const number = this.rows('twilio', '/IncomingPhoneNumbers').find((one) => one.sid === sid);
    if (!number) return refused('not there', true);
    Object.assign(number, { trunk_sid: /Trunks\/([^/]+)/.exec(path)?.[1], voice_application_sid: '' });
    return { ok: true, answer: structuredClone(number) };
  }
}

function update(row: JsonObject, changes: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete row[key];
    else row[key] = value;
  }
  // Either answers calls, never both.
  if (changes.voice_application_sid) row.trunk_sid = null;
  return row;
}

/** Form fields become properties of the answer; passwords are never answered. */
function columns(service: Service, body: JsonObject): JsonObject {
  if (service === 'vapi') {
    const plan = body.outboundAuthenticationPlan;
    if (plan === undefined) return { ...body };
    return { ...body, outboundAuthenticationPlan: { ...asObject(plan), authPassword: undefined } };
  }
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => key !== 'Password')
      .map(([key, value]) => [key.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase(), value]),
  );
}

function refused(message: string, gone = false): Sent {
  return { ok: false, error: new NodeOperationError(NODE, message), mayBeDone: false, gone };
}

function keyOf(service: Service, path: string): string {
  return `${service} ${path.replace(/\.json$/, '')}`;
}

function split(path: string): { parent: string; id: string } {
  const plain = path.replace(/\.json$/, '');
  const at = plain.lastIndexOf('/');
  return { parent: plain.slice(0, at), id: plain.slice(at + 1) };
}

function idOf(row: JsonObject): unknown {
  return row.sid ?? row.id;
}
