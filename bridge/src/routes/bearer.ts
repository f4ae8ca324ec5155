import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { BridgeError, type ErrorCode } from '../errors';
import type { RateLimit } from '../rateLimit';

export interface BearerLimits {
  /** The client of a request, as the limits know it. */
  clientOf: (request: FastifyRequest) => string;
  /** Requests with the right key. */
  requests: RateLimit;
  /** Requests with a wrong key, or none. */
  wrongKeys: RateLimit;
}

export interface BearerOptions {
  key: string;
  /** The codes of the refusals. */
  missing: ErrorCode;
  wrong: ErrorCode;
  limits: BearerLimits;
}

/** Refuses a request, or lets it pass. */
export type BearerHook = (
  request: FastifyRequest,
  reply: FastifyReply,
  next: HookHandlerDoneFunction,
) => void;

/**
 * A hook that lets only those in who hold the key. Who has sent too many wrong ones is refused before the next one is
 * looked at, so that guessing tells nothing.
 */
export function requireBearer({ key, missing, wrong, limits }: BearerOptions): BearerHook {
  return (request, reply, next) => {
    const client = limits.clientOf(request);
    const guessing = limits.wrongKeys.waitMs(client);
    if (guessing > 0) return next(limited(reply, guessing));
    const { authorization } = request.headers;
    if (!isBearer(authorization, key)) {
      limits.wrongKeys.take(client);
      return next(new BridgeError(tokenOf(authorization) === undefined ? missing : wrong));
    }
    const busy = limits.requests.take(client);
    next(busy > 0 ? limited(reply, busy) : undefined);
  };
}

/** Whether the header `Authorization` holds the key, compared in constant time. */
export function isBearer(authorization: string | undefined, key: string): boolean {
  const given = tokenOf(authorization);
  // Digests are of equal length, so the comparison tells nothing about the length of the key either.
  return given !== undefined && timingSafeEqual(digest(given), digest(key));
}

function tokenOf(authorization = ''): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** The refusal of a request that comes too soon; `Retry-After` is in whole seconds (RFC 9110, 10.2.3). */
export function limited(reply: FastifyReply, waitMs: number): BridgeError {
  reply.header('retry-after', Math.ceil(waitMs / 1000));
  return new BridgeError('RATE_LIMITED');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
