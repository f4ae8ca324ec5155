import { randomUUID } from 'node:crypto';
import { ApiError } from './apiError';
import { effectiveAssistant } from './assistant';
import { CallRecord } from './callRecord';
import { type JsonObject, isObject, objectAt, objectsAt, stringAt } from './json';
import { Messenger } from './messenger';
import type { UploadedFile } from './requestBody';
import { RESOURCES, type Resource } from './resources';
import type { KnowledgeBasePace } from './routes/knowledgeBases';
import { checkCallCreate, e164Error, isUuid } from './rules';
import type { ConversationScript } from './script';
import type { ServerPoster } from './serverPoster';
import { CallSession } from './session';
import { Collection, type StoredObject } from './store';
import type { ScriptSource, TimelineEvent, VapiEmulatorOptions } from './types';

/** One organisation at Vapi: what it has stored, and its calls. */
export class Org {
  readonly id = randomUUID();
  readonly resources = Object.fromEntries(RESOURCES.map((name) => [name, new Collection(this.id)])) as Record<
    Resource,
    Collection
  >;
  readonly sessions = new Map<string, CallSession>();
  /** Calls that never ran. */
  readonly seededCalls = new Collection(this.id);
  /** Contacts by campaign. */
  readonly contacts = new Map<string, StoredObject[]>();
  /** Bytes by file. */
  readonly uploads = new Map<string, UploadedFile>();
  /** Deleted ones too: deleting a call's data does not hang up. */
  private readonly everySession = new Set<CallSession>();
  readonly scripts = new Map<string, ScriptSource>();

  constructor(
    private readonly options: VapiEmulatorOptions,
    private readonly poster: ServerPoster,
    private readonly publicUrl: () => string,
    private readonly timeline: (event: TimelineEvent) => void,
  ) {}

  /**
   * `POST /call`: one call, or a batch with errors inside.
   *
   * @throws {ApiError} 400
   */
  createCall(body: JsonObject): JsonObject {
    checkCallCreate(body);
    this.checkReferences(body);
    if (Array.isArray(body.customers)) return this.createBatch(body, body.customers.filter(isObject));
    const call = this.startCall(body);
    return { ...call.toApi(), subscriptionLimits: this.limits(call.blocked) };
  }

  get keepUsed(): boolean {
    return this.options.keepUsed ?? false;
  }

  get pace(): KnowledgeBasePace {
    return this.options.knowledgeBase ?? {};
  }

  /** What an assistant says in a chat. */
  chatReply(messages: JsonObject[], body: JsonObject): string {
    const own = this.options.chatReply;
    if (own) return own(messages, body);
    const said = messages.findLast((message) => message.role === 'user');
    return `You said: ${String(said?.content ?? '')}`;
  }

  /** @throws {ApiError} 400 for an id that is not here; the texts are not documented. */
  checkReferences(body: JsonObject): void {
    const references: Array<[string, Resource, string]> = [
      ['assistantId', 'assistant', 'Assistant'],
      ['squadId', 'squad', 'Squad'],
      ['phoneNumberId', 'phone-number', 'Phone Number'],
      ['credentialId', 'credential', 'Credential'],
      ['sessionId', 'session', 'Session'],
      ['previousChatId', 'chat', 'Chat'],
    ];
    for (const [field, resource, name] of references) {
      const id = body[field];
      if (id !== undefined && !this.resources[resource].find(id))
        throw new ApiError(400, `Couldn't Get ${name}. \`${field}\` ${String(id)} Does Not Exist.`);
    }
  }

  /** @throws {ApiError} 400 for a squad with a member that is not here. */
  checkMembers(squad: JsonObject): void {
    for (const member of objectsAt(squad, 'members'))
      if (member.assistantId !== null) this.checkReferences({ assistantId: member.assistantId });
  }

  private createBatch(body: JsonObject, customers: JsonObject[]): JsonObject {
    const results: JsonObject[] = [];
    const errors: JsonObject[] = [];
    let blocked = false;
    for (const customer of customers) {
      const error = e164Error('customer.number', customer);
      if (error) {
        errors.push({ customer, error });
        continue;
      }
      const { customers: _, ...common } = body;
      // A customer's overrides replace the call's; they don't merge.
      const own = ['assistantOverrides', 'squadOverrides'].flatMap((name) => {
        const overrides = objectAt(customer, name);
        return overrides ? [[name, overrides]] : [];
      });
      const call = this.startCall({ ...common, customer, ...(Object.fromEntries(own) as JsonObject) });
      blocked ||= call.blocked;
      results.push(call.toApi());
    }
    return { results, errors, subscriptionLimits: this.limits(blocked) };
  }

  private startCall(body: JsonObject): CallRecord {
    const { resources, options } = this;
    const call = new CallRecord({
      body,
      orgId: this.id,
      publicUrl: this.publicUrl(),
      assistant: effectiveAssistant(body, {
        assistant: (id) => resources.assistant.find(id),
        squad: (id) => resources.squad.find(id),
        tool: (id) => resources.tool.find(id),
      }),
      phoneNumber: resources['phone-number'].find(body.phoneNumberId) ?? objectAt(body, 'phoneNumber'),
      timeline: this.timeline,
    });
    call.blocked = this.running() >= this.concurrencyLimit;
    const session = new CallSession(call, new Messenger(call, this.poster, options.orgServer), {
      joinTimeoutMs: options.customerJoinTimeoutMs ?? 15_000,
      silenceTimeoutMs: options.silenceTimeoutMs ?? 30_000,
      reportDelayMs: options.reportDelayMs ?? 0,
      script: () => this.scriptFor(call),
    });
    this.sessions.set(call.id, session);
    this.everySession.add(session);
    session.begin();
    return call;
  }

  /** @throws {ApiError} 400 for a malformed id, 404 for one that is not here. */
  session(id: string): CallSession {
    if (!isUuid(id)) throw new ApiError(400, ['id must be a UUID']);
    const session = this.sessions.get(id);
    if (!session) throw new ApiError(404, 'Not Found');
    return session;
  }

  /**
   * A call as the API shows it, whether it ran or was only seeded.
   *
   * @throws {ApiError} as `session`
   */
  callToApi(id: string): JsonObject {
    return this.seededCalls.find(id) ?? this.session(id).call.toApi();
  }

  /** Every call as the API shows it. */
  allCalls(): JsonObject[] {
    const seeded = Array.from(this.seededCalls.rows(), (row) => row.read());
    return [...[...this.sessions.values()].map(({ call }) => call.toApi()), ...seeded];
  }

  /** Adds to `artifact.structuredOutputs` of a call. */
  addStructuredOutputs(callId: string, outputs: JsonObject): void {
    const seeded = this.seededCalls.find(callId);
    if (!seeded) {
      Object.assign(this.session(callId).call.structuredOutputs, outputs);
      return;
    }
    const artifact = objectAt(seeded, 'artifact');
    const structuredOutputs = { ...objectAt(artifact, 'structuredOutputs'), ...outputs };
    this.seededCalls.patch(callId, { artifact: { ...artifact, structuredOutputs } });
  }

  /** Deletes the data; a call that is only scheduled is called off. */
  deleteCall(id: string): JsonObject {
    if (this.seededCalls.find(id)) return this.seededCalls.remove(id);
    const session = this.session(id);
    if (session.call.status === 'scheduled') session.end('scheduled-call-deleted');
    this.sessions.delete(id);
    return session.call.toApi();
  }

  /** Drops every call at once. */
  dropAll(): void {
    for (const session of this.everySession) session.drop();
  }

  private get concurrencyLimit(): number {
    return this.options.concurrencyLimit ?? 10;
  }

  private running(): number {
    return [...this.sessions.values()].filter(
      ({ call }) => !call.blocked && call.status !== 'ended' && call.status !== 'scheduled',
    ).length;
  }

  private limits(concurrencyBlocked: boolean): JsonObject {
    const remaining = Math.max(0, this.concurrencyLimit - this.running());
    return {
      concurrencyBlocked,
      concurrencyLimit: this.concurrencyLimit,
      remainingConcurrentCalls: remaining,
    };
  }

  private scriptFor(call: CallRecord): ConversationScript | undefined {
    const own = this.scripts.get(stringAt(call.setup.assistant.body, 'id') ?? call.assistantId ?? '');
    const source = own ?? this.options.script;
    return typeof source === 'function' ? source(call) : source;
  }
}
