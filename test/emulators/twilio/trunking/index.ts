import { failure, type Reply } from '../restError';
import { attachmentRoutes } from './attachments';
import { credentialListRoutes } from './credentialLists';
import type { Form } from './fields';
import { ipListRoutes } from './ipLists';
import { numbersForSaleRoutes } from './numbersForSale';
import { originationRoutes } from './originationUrls';
import { Refusal } from './refusal';
import { matchPath, type Route } from './route';
import type { TrunkingState } from './state';
import { trunkNumberRoutes } from './trunkNumbers';
import { trunkRoutes } from './trunks';

export { newTrunkingState, type TrunkingState } from './state';

const ROUTES: Route[] = [
  ...[...trunkRoutes, ...originationRoutes, ...attachmentRoutes, ...trunkNumberRoutes],
  ...[...ipListRoutes, ...credentialListRoutes, ...numbersForSaleRoutes],
];

/**
 * Elastic SIP Trunking: trunks at trunking.twilio.com (`/v1/…`), and what belongs to them at the account API.
 *
 * @param path at the account API without the account
 * @returns undefined where there is no such thing
 */
export function trunkingRequest(
  state: TrunkingState,
  { method, path, url, form }: { method: string; path: string; url: URL; form: Form },
): Reply | undefined {
  for (const route of ROUTES) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) return orRefusal(() => route.act(state, { params, form, url }));
  }
  return undefined;
}

/** A refusal as the answer that tells of it. */
export function orRefusal(act: () => Reply): Reply {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return failure(error.status, error.code, error.message);
    throw error;
  }
}
