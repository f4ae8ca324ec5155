import { ApiError } from '../apiError';
import type { JsonObject } from '../json';
import type { Match } from '../listQuery';
import { cursorList, pageList } from '../listing';
import { type Exchange, type Route, created, ok, param } from '../routing';
import type { RowSource } from '../rows';
import { asBody } from '../rules';
import type { Collection, StoredObject } from '../store';

/** How one kind of object is created, listed, read, changed and deleted. */
export interface Kind {
  /** e.g. `/v2/knowledge-base`. */
  path: string;
  collection: Collection;
  /** @throws {ApiError} for a body that is refused; `stored` is what a PATCH would change */
  check(body: JsonObject, operation: string, stored?: StoredObject): void;
  /** Works out what is stored; the body itself where left out. */
  make?(body: JsonObject): JsonObject;
  /** How the API shows it; as it is stored where left out. */
  show?(object: StoredObject): JsonObject;
  lists: 'cursor' | 'page';
  filters?: Record<string, Match>;
  /** @throws {ApiError} 409 for one that may not be deleted */
  removing?(object: StoredObject): void;
}

/** The five usual operations of a kind. */
export function storedRoutes(kind: Kind): Route[] {
  const { path, collection } = kind;
  const show = (object: StoredObject): JsonObject => kind.show?.(object) ?? object;
  const post = (exchange: Exchange) => {
    const body = asBody(exchange.body);
    kind.check(body, `POST ${path}`);
    return created(show(collection.add(kind.make?.(body) ?? body)));
  };
  const list = (exchange: Exchange) => {
    const rows: RowSource = (notAfter) => collection.rows(notAfter);
    if (kind.lists === 'cursor') return ok(cursorList(rows, exchange.query, kind.filters).map(show));
    const page = pageList(collection.rows(), exchange.query, kind.filters);
    return ok({ ...page, results: page.results.map(show) });
  };
  const patch = (exchange: Exchange) => {
    const stored = collection.get(param(exchange));
    const body = asBody(exchange.body);
    // Null unsets a field, whatever its type.
    const sent = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
    kind.check(sent, `PATCH ${path}/{id}`, stored);
    return ok(show(collection.patch(stored.id, body)));
  };
  const remove = (exchange: Exchange) => {
    kind.removing?.(collection.get(param(exchange)));
    return ok(show(collection.remove(param(exchange))));
  };
  return [
    { method: 'POST', path, act: post },
    { method: 'GET', path, act: list },
    { method: 'GET', path: `${path}/{id}`, act: (exchange) => ok(show(collection.get(param(exchange)))) },
    { method: 'PATCH', path: `${path}/{id}`, act: patch },
    { method: 'DELETE', path: `${path}/{id}`, act: remove },
  ];
}

/** The same routes without those of one or more methods. */
export function without(routes: Route[], ...methods: string[]): Route[] {
  return routes.filter((route) => !methods.includes(route.method));
}

/** Vapi's text for an object that others hold on to is not documented. */
export function refuseRemoval(what: string, holders: string): never {
  throw new ApiError(409, `Couldn't Delete ${what}. It Is Still Used By ${holders}.`);
}
