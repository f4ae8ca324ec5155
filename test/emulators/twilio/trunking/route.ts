import type { Reply } from '../restError';
import type { Form } from './fields';
import type { TrunkingState } from './state';

/** One request to a route. */
export interface Asked {
  /** By their names in the path. */
  params: Record<string, string>;
  form: Form;
  /** With the host that was asked. */
  url: URL;
}

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** `/v1/Trunks/{trunk}`; at the account API without the account. */
  path: string;
  /** @throws Refusal */
  act(state: TrunkingState, asked: Asked): Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
/** Deleted: no body. */
export const gone = (): Reply => ({ status: 204, body: undefined });

/** @returns the path's parameters, or undefined where it is another route's */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return '([^/]+?)';
  });
  const found = new RegExp(`^${source}$`).exec(path);
  return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) : undefined;
}
