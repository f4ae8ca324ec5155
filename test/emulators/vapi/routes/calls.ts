import { ApiError } from '../apiError';
import { objectAt, stringsAt } from '../json';
import { equalTo } from '../listQuery';
import { cursorList } from '../listing';
import type { Org } from '../org';
import { type Route, created, ok, param } from '../routing';
import { type RowSource, merged, rowsOf } from '../rows';
import { asBody, checkCallPatch } from '../rules';

const FILTERS = equalTo('id', 'assistantId', 'phoneNumberId');

/** `/call`: calls that really run, and those that were only seeded. */
export function callRoutes(org: Org): Route[] {
  return [
    { method: 'POST', path: '/call', act: ({ body }) => created(org.createCall(asBody(body))) },
    {
      method: 'GET',
      path: '/call',
      act: ({ query }) => {
        const calls = [...org.sessions.values()].map(({ call }) => ({ ...call.toApi(), id: call.id }));
        const rows: RowSource = (notAfter) => merged(rowsOf(calls), org.seededCalls.rows(notAfter));
        return ok(cursorList(rows, query, FILTERS));
      },
    },
    {
      method: 'GET',
      path: '/call/{id}',
      act: (exchange) =>
        ok(org.seededCalls.find(param(exchange)) ?? org.session(param(exchange)).call.toApi()),
    },
    {
      method: 'PATCH',
      path: '/call/{id}',
      act: (exchange) => {
        const body = asBody(exchange.body);
        const id = param(exchange);
        if (org.seededCalls.find(id)) {
          checkCallPatch(body);
          return ok(org.seededCalls.patch(id, body));
        }
        const { call } = org.session(id);
        checkCallPatch(body);
        if (typeof body.name === 'string') call.name = body.name;
        call.updatedAt = new Date();
        return ok(call.toApi());
      },
    },
    {
      method: 'DELETE',
      path: '/call/{id}',
      act: (exchange) => {
        const id = param(exchange);
        org.callToApi(id);
        const others = stringsAt(objectAt({ body: exchange.body }, 'body'), 'ids') ?? [];
        for (const other of others) if (other !== id) org.deleteCall(other);
        return ok(org.deleteCall(id));
      },
    },
  ];
}

/** The control URL. Its answers are not documented: 200 `{}`, 404 after the end and 400 are assumptions. */
export function controlRoute(org: Org, requirePublicKey: (header: string | undefined) => void): Route {
  return {
    // Any method comes here: at a control URL, a wrong one is simply not found.
    method: '*',
    path: '/{id}/control',
    open: true,
    act: (exchange) => {
      const session = org.session(param(exchange));
      const plan = objectAt(session.call.setup.assistant.body, 'monitorPlan');
      if (exchange.method !== 'POST' || session.over || plan?.controlEnabled === false)
        throw new ApiError(404, 'Not Found');
      if (plan?.controlAuthenticationEnabled === true)
        requirePublicKey(exchange.request.headers.authorization);
      const problem = session.control(exchange.body);
      if (problem) throw new ApiError(400, problem);
      return ok({});
    },
  };
}
