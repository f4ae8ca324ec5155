import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock';
import type { Config } from '../config';
import { BridgeError, type ErrorCode } from '../errors';
import { RateLimit } from '../rateLimit';
import { isBearer, requireBearer, type BearerHook, type BearerLimits } from './bearer';
import { UpgradeTickets, type UpgradeTicket } from './upgradeTickets';

/** Per minute and client, with the right key. */
const MAX_REQUESTS = 300;
/** Per minute and client; someone who mistypes needs three. */
const MAX_WRONG_KEYS = 20;

/** Who may use the REST API. */
export interface Access {
  /** A hook for routes that lets only those in who hold the key of the API. */
  requireKey: BearerHook;
  /**
   * The same for an upgrade request, which may show a ticket as `?ticket=` in place of the key.
   * @throws BridgeError API_KEY_MISSING, API_KEY_WRONG, TICKET_INVALID, RATE_LIMITED
   */
  checkUpgrade: (request: IncomingMessage) => void;
  /** A ticket for one upgrade request, good for 30 s. */
  issueTicket: () => UpgradeTicket;
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
  const tickets = new UpgradeTickets(() => clock.now());
  const problem = (request: IncomingMessage): ErrorCode | undefined => {
    const { authorization } = request.headers;
    if (authorization !== undefined) return isBearer(authorization, key) ? undefined : 'API_KEY_WRONG';
    const ticket = ticketOf(request);
    if (ticket === null) return 'API_KEY_MISSING';
    return tickets.redeem(ticket) ? undefined : 'TICKET_INVALID';
  };
  return {
    limits,
    issueTicket: () => tickets.issue(),
    requireKey: requireBearer({ key, missing: 'API_KEY_MISSING', wrong: 'API_KEY_WRONG', limits }),
    checkUpgrade: (request) => {
      const client = clientAddress(request);
      if (limits.wrongKeys.waitMs(client) > 0) throw new BridgeError('RATE_LIMITED');
      const code = problem(request);
      if (code) {
        limits.wrongKeys.take(client);
        throw new BridgeError(code);
      }
      if (limits.requests.take(client) > 0) throw new BridgeError('RATE_LIMITED');
    },
  };
}

function ticketOf(request: IncomingMessage): string | null {
  return new URLSearchParams((request.url ?? '').split('?')[1]).get('ticket');
}
