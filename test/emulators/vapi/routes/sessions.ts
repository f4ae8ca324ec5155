import { checkBySchema } from '../bodyRules';
import { objectAt } from '../json';
import { type Match, anyOf, equalTo } from '../listQuery';
import type { Org } from '../org';
import type { Route } from '../routing';
import { storedRoutes } from './stored';

const DAY_SECONDS = 24 * 60 * 60;

/** Compares a field of the session's customer. */
const ofCustomer =
  (field: string): Match =>
  (session, values) =>
    values.flatMap((value) => value.split(',')).includes(String(objectAt(session, 'customer')?.[field]));

/** `/session`. */
export function sessionRoutes(org: Org): Route[] {
  return storedRoutes({
    path: '/session',
    collection: org.resources.session,
    check: (body, operation) => {
      checkBySchema(body, operation);
      org.checkReferences(body);
    },
    make: (body) => ({ status: 'active', expirationSeconds: DAY_SECONDS, messages: [], ...body }),
    lists: 'page',
    filters: {
      ...equalTo('id', 'name', 'assistantId', 'squadId', 'workflowId', 'phoneNumberId'),
      idAny: anyOf('id'),
      assistantIdAny: anyOf('assistantId'),
      phoneNumberIdAny: anyOf('phoneNumberId'),
      customerNumberAny: ofCustomer('number'),
      ...Object.fromEntries(
        ['number', 'sipUri', 'email', 'externalId', 'extension'].map((field) => [field, ofCustomer(field)]),
      ),
    },
  });
}
