import { NodeOperationError } from 'n8n-workflow';
import type { Tools } from '../../nodes/VapiSipTrunk/plan/apply';
import type { TrunkSpec } from '../../nodes/VapiSipTrunk/spec';
import { asArray, asObject, type JsonObject } from '../../nodes/shared/protocol/json';
import { startTelnyxEmulator, type TelnyxEmulator, type TelnyxEmulatorOptions } from '../emulators/telnyx';
import { startVapiEmulator, type VapiEmulator } from '../emulators/vapi';
import { directTools, NODE } from './sipTrunk/directTools';
import { ASSISTANT_ID, KEY, NUMBER, SECOND_NUMBER } from './sipTrunk/fixtures';

export const TELNYX_KEY = 'KEY-of-the-test';

/** Vapi and Telnyx as they are before somebody sets a SIP trunk up. */
export interface TelnyxStage {
  vapi: VapiEmulator;
  telnyx: TelnyxEmulator;
  tools: Tools;
  /** What both have, without IDs, dates and made-up logins. */
  state(): JsonObject;
  /** Requests so far that change something. */
  writes(): string[];
  close(): Promise<void>;
}

export async function startTelnyxStage(options: Partial<TelnyxEmulatorOptions> = {}): Promise<TelnyxStage> {
  const vapi = await startVapiEmulator({ apiKey: KEY, keepUsed: true });
  vapi.seed('assistant', { id: ASSISTANT_ID, name: 'Front desk' });
  const telnyx = await startTelnyxEmulator({
    apiKey: TELNYX_KEY,
    numbers: [{ number: NUMBER }, { number: SECOND_NUMBER }],
    ...options,
  });
  return {
    ...{ vapi, telnyx },
    tools: tools(vapi, telnyx),
    state: () => endState(vapi, telnyx),
    writes: () =>
      [...telnyx.requests, ...vapi.requests]
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path }) => `${method} ${path}`),
    close: async () => {
      await Promise.all([vapi.close(), telnyx.close()]);
    },
  };
}

/** A trunk at Telnyx with one number. */
export function telnyxSpec(others: Partial<TrunkSpec> = {}): TrunkSpec {
  return {
    ...{ name: 'Support line', carrier: 'telnyx', region: 'us', transport: 'udp', access: 'login' },
    numbers: [{ e164: NUMBER, inVapi: NUMBER }],
    answeredBy: { assistantId: ASSISTANT_ID },
    telnyx: { moveFromOtherConnection: false },
    ...others,
  };
}

/** Vapi by the tools of all trunk tests, Telnyx here: the node's own are tested with the node. */
function tools(vapi: VapiEmulator, telnyx: TelnyxEmulator): Tools {
  const direct = directTools({ vapi: vapi.url, twilio: '' });
  const ask = async (
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<{ status: number; answer: JsonObject }> => {
    const response = await fetch(telnyx.url + path, {
      method,
      headers: { Authorization: `Bearer ${TELNYX_KEY}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, answer: asObject(await response.json()) };
  };
  const read = async (
    path: string,
    qs: Record<string, string | number> = {},
  ): Promise<JsonObject | undefined> => {
    const query = new URLSearchParams(
      Object.entries(qs).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const { status, answer } = await ask('GET', `${path}?${query.toString()}`);
    if (status === 404) return undefined;
    if (status !== 200) throw new NodeOperationError(NODE, `GET ${path} answered ${String(status)}`);
    return answer;
  };
  return {
    ...direct,
    reader: {
      get: async (asked) =>
        asked.service === 'telnyx'
          ? (await read(asked.path, asked.qs))?.data
          : await direct.reader.get(asked),
      async list(asked, rows) {
        if (asked.service !== 'telnyx') return await direct.reader.list(asked, rows);
        const found: JsonObject[] = [];
        for (let page = 1; ; page++) {
          // Small pages, so that one that is forgotten shows.
          const answer = await read(asked.path, { 'page[size]': 2, ...asked.qs, 'page[number]': page });
          found.push(...asArray(asObject(answer)[rows ?? '']).map(asObject));
          if (page >= Number(asObject(asObject(answer).meta).total_pages)) return found;
        }
      },
    },
    writer: {
      async send(request) {
        if (request.service !== 'telnyx') return await direct.writer.send(request);
        const { method, path, body } = request;
        const failed = (text: string, mayBeDone: boolean, gone = false) => ({
          ...{ ok: false as const, mayBeDone, gone },
          error: new NodeOperationError(NODE, `${method} ${path}: ${text}`),
        });
        try {
          const { status, answer } = await ask(method, path, body);
          if (status < 300) return { ok: true, answer: asObject(answer.data) };
          return failed(`${String(status)} ${JSON.stringify(answer)}`, status >= 500, status === 404);
        } catch {
          return failed('no answer', true);
        }
      },
    },
  };
}

/** Everything that both sides have: two that look the same are the same. */
function endState(vapi: VapiEmulator, { state }: TelnyxEmulator): JsonObject {
  const credentials = vapi.storedAll('credential');
  const named = (text: unknown): string =>
    [
      ...credentials.map(({ id, name }) => [id, name]),
      ...state.connections.map(({ id, connection_name: name }) => [id, name]),
      ...state.profiles.map(({ id, name }) => [id, name]),
    ].reduce((result, [id, name]) => result.replaceAll(String(id), `<${String(name)}>`), String(text));
  const plain = ({ id: _, created_at: __, ...rest }: JsonObject): JsonObject =>
    JSON.parse(named(JSON.stringify(rest))) as JsonObject;
  return {
    connections: sorted(
      state.connections.map((one) => ({
        ...plain(one),
        login: loginState(credentials, state.authentications.get(String(one.id)) ?? {}),
      })),
    ),
    fqdns: sorted(state.fqdns.map(plain)),
    profiles: sorted(state.profiles.map(plain)),
    numbers: sorted(state.numbers.map(plain)),
    credentials: sorted(
      credentials.map(({ id: _, orgId, createdAt, updatedAt, outboundAuthenticationPlan, ...rest }) => ({
        ...rest,
        gateways: sorted(asArray(rest.gateways).map((gateway) => ({ ...GATEWAY, ...asObject(gateway) }))),
        hasLogin: outboundAuthenticationPlan !== undefined,
      })),
    ),
    numbersInVapi: sorted(
      vapi.storedAll('phone-number').map(({ id: _, orgId, createdAt, updatedAt, ...rest }) => ({
        ...rest,
        credentialId: named(rest.credentialId),
      })),
    ),
  };
}

/** What Vapi takes for granted (OpenAPI, SipTrunkGateway). */
const GATEWAY = { netmask: 32, optionsPingEnabled: false, outboundProtocol: 'udp' };

/** Whether Telnyx would take the login that Vapi calls with. */
function loginState(credentials: JsonObject[], { user_name: username, password }: JsonObject): string {
  if (username === undefined) return 'none';
  const works = credentials.some(({ outboundAuthenticationPlan: plan }) => {
    const { authUsername, authPassword } = asObject(plan);
    return authUsername === username && authPassword === password;
  });
  return works ? 'works' : 'is refused';
}

function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
