import type { z } from 'zod';
import { BridgeError, type ErrorCode } from '../errors';

/** Longer paths and messages would be a stranger's text. */
const MAX_DETAIL = 200;

/**
 * Reads the body of a request.
 * @throws BridgeError BODY_INVALID, which names the first field that is wrong, and never its value
 */
export function parseBody<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  return parse(schema, body, 'BODY_INVALID', 'the body');
}

/**
 * Reads the query of a request.
 * @throws BridgeError QUERY_INVALID, as with `parseBody`
 */
export function parseQuery<Output>(schema: z.ZodType<Output>, query: unknown): Output {
  return parse(schema, query, 'QUERY_INVALID', 'the query');
}

function parse<Output>(schema: z.ZodType<Output>, input: unknown, code: ErrorCode, whole: string): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues);
  const path = issue?.path.map(String).join('.') ?? '';
  throw new BridgeError(code, `${path || whole}: ${issue?.message ?? 'invalid'}`.slice(0, MAX_DETAIL));
}

/** What is wrong with a union is best told by the member that got furthest. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [first] = issues;
  if (first?.code !== 'invalid_union') return first;
  const inner = first.errors.map(deepest).filter((issue) => issue !== undefined);
  const [best] = inner.sort((a, b) => b.path.length - a.path.length);
  return best ? { ...best, path: [...first.path, ...best.path] } : first;
}
