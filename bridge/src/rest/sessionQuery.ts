import { z } from 'zod';
import type { SessionQuery } from '../relay/sessionStore';
import { pageSize } from './fields';

/** The query of `GET /v1/sessions`. A cursor is opaque to clients: the serial number of a session, in base 36. */
export const sessionQuery = z.strictObject({
  state: z.enum(['live', 'ended']).optional().meta({ description: '`live`: all that have not ended.' }),
  limit: pageSize,
  cursor: z
    .string()
    .regex(/^[0-9a-z]{1,10}$/, 'must be the nextCursor of the page before')
    .optional()
    .meta({ description: 'The nextCursor of the page before.' }),
});

/** What the store is asked for. */
export function toSessionQuery({ state, limit, cursor }: z.infer<typeof sessionQuery>): SessionQuery {
  return {
    limit,
    ...(state && { state }),
    ...(cursor !== undefined && { before: Number.parseInt(cursor, 36) }),
  };
}

/** The cursor that `toSessionQuery` reads; null after the last page. */
export function toCursor(next: number | undefined): string | null {
  return next === undefined ? null : next.toString(36);
}
