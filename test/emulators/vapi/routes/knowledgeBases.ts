import { ApiError } from '../apiError';
import { checkBySchema, checkKnowledgeBase } from '../bodyRules';
import { type JsonObject, stringAt } from '../json';
import { cursorList } from '../listing';
import type { Org } from '../org';
import { type Exchange, type Route, created, ok, param } from '../routing';
import { asBody } from '../rules';
import { Collection, type StoredObject } from '../store';
import { storedRoutes } from './stored';

/** How slowly knowledge bases get ready, counted in reads so that no test waits for a clock. */
export interface KnowledgeBasePace {
  /** How many reads still show a new file as `indexing`. Default 1. */
  indexingReads?: number;
  /** How many reads of a new base still show `toolId: null`. Default 1. */
  provisioningReads?: number;
  /** Files whose names fit fail at first, and get ready after a retry. */
  failFirst?: RegExp;
}

interface Base {
  files: Collection;
  readsLeft: number;
  toolId: string | null;
}

/** `/v2/knowledge-base`. The tool of a base shows up in a read of the base alone, and in `/tool`. */
export function knowledgeBaseRoutes(org: Org): Route[] {
  const bases = new KnowledgeBases(org);
  const path = '/v2/knowledge-base';
  const collection = org.resources['knowledge-base'];
  const usual = storedRoutes({
    path,
    collection,
    check: checkKnowledgeBase,
    lists: 'cursor',
    removing: (base) => bases.remove(base.id),
  });
  const filePath = `${path}/{id}/file`;
  return [
    {
      method: 'GET',
      path,
      act: ({ query }) => {
        const others = [...query.keys()].filter((name) => name !== 'limit');
        if (others.length > 0)
          throw new ApiError(
            400,
            others.map((name) => `property ${name} should not exist`),
          );
        return ok(cursorList(() => collection.rows(), query));
      },
    },
    { method: 'GET', path: `${path}/{id}`, act: (exchange) => ok(bases.read(param(exchange))) },
    { method: 'GET', path: filePath, act: (exchange) => ok(bases.readFiles(param(exchange))) },
    { method: 'POST', path: filePath, act: (exchange) => created(bases.attach(exchange)) },
    {
      method: 'DELETE',
      path: `${filePath}/{fileId}`,
      act: (exchange) => ok(bases.detach(param(exchange), param(exchange, 1))),
    },
    {
      method: 'POST',
      path: `${filePath}/{fileId}/retry`,
      act: (exchange) => created(bases.retry(param(exchange), param(exchange, 1))),
    },
    ...usual,
  ];
}

class KnowledgeBases {
  private readonly known = new Map<string, Base>();
  /** Reads that a file still answers as `indexing`, and whether it fails then. */
  private readonly indexing = new Map<string, { left: number; fails: boolean }>();

  constructor(private readonly org: Org) {}

  read(id: string): JsonObject {
    const object = this.org.resources['knowledge-base'].get(id);
    const base = this.base(id);
    if (base.toolId === null && base.readsLeft === 0) base.toolId = this.makeTool(object);
    base.readsLeft = Math.max(0, base.readsLeft - 1);
    return { ...object, files: this.readFiles(id), toolId: base.toolId };
  }

  readFiles(id: string): JsonObject[] {
    const { files } = this.base(id);
    return files.all().map((file) => this.progress(files, file));
  }

  attach(exchange: Exchange): JsonObject {
    const id = param(exchange);
    const { files } = this.base(id);
    const body = asBody(exchange.body);
    checkBySchema(body, 'POST /v2/knowledge-base/{id}/file');
    const file = this.org.resources.file.find(body.fileId);
    if (!file) throw new ApiError(404, 'Not Found');
    // Its paths name an attached file by the file's id, so a file can't be in a base twice.
    if (files.all().some((entry) => entry.fileId === file.id))
      throw new ApiError(409, 'File Is Already Attached.');
    const entry = files.add({
      knowledgeBaseV2Id: id,
      fileId: file.id,
      fileName: file.originalName ?? file.name,
      mimetype: file.mimetype,
      bytes: file.bytes,
      status: 'indexing',
    });
    const fails = this.org.pace.failFirst?.test(String(entry.fileName)) === true;
    this.indexing.set(entry.id, { left: this.indexingReads, fails });
    return view(entry);
  }

  detach(id: string, fileId: string): JsonObject {
    const { files } = this.base(id);
    return view(files.remove(this.entry(files, fileId).id));
  }

  retry(id: string, fileId: string): JsonObject {
    const { files } = this.base(id);
    const entry = this.entry(files, fileId);
    this.indexing.set(entry.id, { left: this.indexingReads, fails: false });
    return view(files.patch(entry.id, { status: 'indexing' }));
  }

  /** The tool goes with its base (OpenAPI: KnowledgeBaseTool). */
  remove(id: string): void {
    const { toolId } = this.base(id);
    if (toolId !== null && this.org.resources.tool.find(toolId)) this.org.resources.tool.remove(toolId);
    this.known.delete(id);
  }

  private get indexingReads(): number {
    return this.org.pace.indexingReads ?? 1;
  }

  private base(id: string): Base {
    this.org.resources['knowledge-base'].get(id);
    const readsLeft = this.org.pace.provisioningReads ?? 1;
    const base = this.known.get(id) ?? { files: new Collection(this.org.id), readsLeft, toolId: null };
    this.known.set(id, base);
    return base;
  }

  /** @throws {ApiError} 404 for a file that is not in the base */
  private entry(files: Collection, fileId: string): StoredObject {
    const entry = files.all().find((file) => file.fileId === fileId);
    if (!entry) throw new ApiError(404, 'Not Found');
    return entry;
  }

  private progress(files: Collection, file: StoredObject): JsonObject {
    const state = this.indexing.get(file.id);
    const shown = state && state.left === 0 ? { status: state.fails ? 'failed' : 'ready' } : undefined;
    if (state && state.left > 0) state.left -= 1;
    return view(shown && file.status !== shown.status ? files.patch(file.id, shown) : file);
  }

  private makeTool(base: StoredObject): string {
    const name = `search_${base.id.slice(0, 8)}`;
    const description = stringAt(base, 'description') ?? `Searches ${String(base.name)}`;
    const parameters = { type: 'object', properties: { query: { type: 'string' } } };
    const tool = {
      type: 'knowledgeBase',
      knowledgeBaseId: base.id,
      function: { name, description, parameters },
    };
    return this.org.resources.tool.add(tool).id;
  }
}

/** OpenAPI: KnowledgeBaseV2File, which has no organisation. */
function view({ orgId: _, ...entry }: StoredObject): JsonObject {
  return entry;
}
