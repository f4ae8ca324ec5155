import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock';
import type { Config } from '../config';
import { BridgeError } from '../errors';
import { RateLimit } from '../rateLimit';
import { isBearer, requireBearer, type BearerHook, type BearerLimits } from './bearer';

/** Per minute and client, with the right key. */
const MAX_REQUESTS = 300;
/** Per minute and client; someone who mistypes needs three. */
const MAX_WRONG_KEYS = 20;

/** Who may use the REST API. */
export interface Access {
  /** A hook for routes that lets only those in who hold the key of the API. */
  requireKey: BearerHook;
  /** The same for an upgrade request. @throws BridgeError API_KEY_MISSING, API_KEY_WRONG, RATE_LIMITED */
  checkUpgrade: (request: IncomingMessage) => void;
  limits: BearerLimits;
}

/** @param clientAddress who a request comes from, as the key of a limit */
export function createAccess(
  config: Pick<Config, 'apiKey'>,
  clientAddress: (request: IncomingMessage) => string,
  clock: Clock,
): Access {
  const perMinute = (count: number): RateLimit => new RateLimit(count, () => clock.now());
  const limits: BearerLimits = {
    clientOf: (request) => clientAddress(request.raw),
    requests: perMinute(MAX_REQUESTS),
    wrongKeys: perMinute(MAX_WRONG_KEYS),
  };
  const key = config.apiKey;
  return {
    limits,
    requireKey: requireBearer({ key, missing: 'API_KEY_MISSING', wrong: 'API_KEY_WRONG', limits }),
    checkUpgrade: (request) => {
      const client = clientAddress(request);
      if (limits.wrongKeys.waitMs(client) > 0) throw new BridgeError('RATE_LIMITED');
      const { authorization } = request.headers;
      if (!isBearer(authorization, key)) {
        limits.wrongKeys.take(client);
        throw new BridgeError(authorization === undefined ? 'API_KEY_MISSING' : 'API_KEY_WRONG');
      }
      if (limits.requests.take(client) > 0) throw new BridgeError('RATE_LIMITED');
    },
  };
}
