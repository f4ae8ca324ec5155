import { NodeOperationError, type INode } from 'n8n-workflow';
import type { Tools } from '../../../nodes/VapiSipTrunk/plan/apply';
import type { Request, Service } from '../../../nodes/VapiSipTrunk/plan/plannedCall';
import type { Reader } from '../../../nodes/VapiSipTrunk/plan/reader';
import type { Sent, Writer } from '../../../nodes/VapiSipTrunk/plan/writer';
import { asArray, asObject, asText, type JsonObject } from '../../../nodes/shared/protocol/json';
import { ACCOUNT, KEY, TOKEN } from './fixtures';

export const NODE: INode = {
  ...{ id: '1', name: 'Vapi SIP Trunk', type: 'n8n-nodes-vapi.vapiSipTrunk', typeVersion: 1 },
  ...{ position: [0, 0], parameters: {} },
};

/** Where the emulators are. */
export interface Origins {
  vapi: string;
  twilio: string;
}

/**
 * Tools that talk to the emulators without n8n: nothing is repeated, nobody waits. The node's own are tested with the
 * node.
 */
export function directTools(origins: Origins): Tools {
  return { node: NODE, reader: reader(origins), writer: writer(origins), sleep: () => Promise.resolve() };
}

interface Answer {
  status: number;
  body: unknown;
}

function baseOf(service: Service, { vapi, twilio }: Origins): string {
  if (service === 'vapi') return vapi;
  if (service === 'telnyx') throw new Error('There is no Telnyx on this stage.');
  return service === 'twilio' ? `${twilio}/2010-04-01/Accounts/${ACCOUNT}` : twilio;
}

const pair = (name: string, value: unknown): [string, string] => [name, String(value)];

async function ask(url: string, service: Service, method: string, body?: JsonObject): Promise<Answer> {
  const login = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
  const fields = Object.entries(body ?? {}).map(([name, value]) => pair(name, value));
  const response = await fetch(url, {
    method,
    headers: {
      'User-Agent': 'n8n-nodes-vapi',
      Authorization: service === 'vapi' ? `Bearer ${KEY}` : `Basic ${login}`,
      ...(body && service === 'vapi' ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body && { body: service === 'vapi' ? JSON.stringify(body) : new URLSearchParams(fields) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

function reader(origins: Origins): Reader {
  const get = async (url: string, service: Service): Promise<unknown> => {
    const { status, body } = await ask(url, service, 'GET');
    if (status === 404) return undefined;
    if (status !== 200) throw new NodeOperationError(NODE, `GET ${url} answered ${status}`);
    return body;
  };
  const start = ({ service, path, qs = {} }: Parameters<Reader['get']>[0]): string => {
    const query = new URLSearchParams(Object.entries(qs).map(([name, value]) => pair(name, value)));
    return `${baseOf(service, origins)}${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
  };
  return {
    get: (read) => get(start(read), read.service),
    async list(read, rows) {
      const found: JsonObject[] = [];
      let url: string | undefined = start(read);
      while (url !== undefined) {
        const page: unknown = await get(url, read.service);
        found.push(...asArray(rows === undefined ? page : asObject(page)[rows]).map(asObject));
        const { next_page_uri: uri, meta } = asObject(page);
        const next: string | undefined = asText(asObject(meta).next_page_url);
        url = next ?? (asText(uri) === undefined ? undefined : origins.twilio + String(uri));
      }
      return found;
    },
  };
}

function writer(origins: Origins): Writer {
  return {
    async send({ service, method, path, body }: Request): Promise<Sent> {
      const url = baseOf(service, origins) + path;
      const failed = (text: string, mayBeDone: boolean, gone = false): Sent => ({
        ...{ ok: false, mayBeDone, gone },
        error: new NodeOperationError(NODE, `${method} ${url}: ${text}`),
      });
      let answer: Answer;
      try {
        answer = await ask(url, service, method, body);
      } catch {
        return failed('no answer', true);
      }
      const { status } = answer;
      if (status >= 200 && status < 300) return { ok: true, answer: asObject(answer.body) };
      return failed(`${status} ${JSON.stringify(answer.body)}`, status >= 500, status === 404);
    },
  };
}
