/**
 * Stands in for Vonage's Voice API, as far as the bridge meets it. Each message is written as its page shows it:
 * - answer and event webhooks: developer.vonage.com/en/voice/voice-api/webhook-reference
 * - signed webhooks: developer.vonage.com/en/getting-started/concepts/webhooks, "Decoding signed webhooks"
 * - NCCO, endpoint `websocket`: developer.vonage.com/en/voice/voice-api/ncco-reference, "connect"
 * - WebSocket messages: developer.vonage.com/en/voice/voice-api/concepts/websockets
 * - placing and changing a call: developer.vonage.com/en/api/voice, "POST /v1/calls", "PUT /v1/calls/{uuid}"
 * - the application's token: developer.vonage.com/en/getting-started/concepts/authentication
 */
import { createHash, createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';

export const APPLICATION_ID = '78d335fa-323d-0114-9c3d-d6f0d48968cf';
export const SIGNATURE_SECRET = 'vonage-signature-secret-of-the-tests';
export const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
/** As Vonage writes numbers: without a plus. */
export const CALLER = '14155550123';
export const CALLED = '14155550199';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Seconds since 1970. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The token of a signed webhook. @param changed claims in place of the usual ones */
export function vonageToken(
  changed: Record<string, unknown> = {},
  secret = SIGNATURE_SECRET,
  head: object = { alg: 'HS256', typ: 'JWT' },
): string {
  const claims = {
    iat: nowSeconds(),
    jti: `${Math.random()}`,
    iss: 'Vonage',
    api_key: 'a1b2c3d',
    application_id: APPLICATION_ID,
    ...changed,
  };
  const content = `${encoded(head)}.${encoded(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

export const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** What a webhook is sent with. */
export function signedWebhook(event: object): RequestInit {
  const body = JSON.stringify(event);
  return {
    method: 'POST',
    headers: {
      authorization: `Bearer ${vonageToken({ payload_hash: hashOf(body) })}`,
      'content-type': 'application/json',
    },
    body,
  };
}

export type Ncco = Record<string, unknown>[];

interface Endpoint {
  type: string;
  uri: string;
  'content-type': string;
  headers: Record<string, string>;
  authorization?: { type: string };
}

/** A call at Vonage: its webhooks, and the WebSocket that its NCCO asks for. */
export class VonageCall {
  socket: WebSocket | undefined;
  /** What is played to the caller, and `clear` and `notify` between: in the order of arrival. */
  readonly events: (Buffer | 'clear' | { notify: unknown })[] = [];
  closeCode: number | undefined;
  /** Whether `notify` is answered, as Vonage does once what was sent before it has been played. */
  notifies = true;

  constructor(
    readonly uuid: string,
    private readonly port: number,
  ) {}

  /** Asks what to do with the call. */
  async answer(init = signedWebhook(this.answerEvent())): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}/vonage/answer`, init);
  }

  answerEvent(): Record<string, string> {
    return {
      from: CALLER,
      to: CALLED,
      uuid: this.uuid,
      conversation_uuid: `CON-${this.uuid}`,
      region_url: 'https://api-us-3.vonage.com',
    };
  }

  /** Does the first action of the NCCO; resolves with the status when the handshake is refused. */
  async connect(ncco: Ncco, token = vonageToken()): Promise<number | undefined> {
    const endpoint = (ncco[0]?.endpoint as Endpoint[] | undefined)?.[0];
    if (endpoint?.type !== 'websocket') throw new Error('the NCCO connects no WebSocket');
    const { pathname } = new URL(endpoint.uri);
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}${pathname}`, {
      headers: endpoint.authorization?.type === 'vonage' ? { authorization: `Bearer ${token}` } : {},
    });
    socket.on('error', () => undefined);
    this.socket = socket;
    const refused = await new Promise<number | undefined>((resolve) => {
      socket.once('open', () => resolve(undefined));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode);
      });
    });
    if (refused !== undefined) return refused;
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('message', (data, isBinary) => this.#onMessage(data as Buffer, isBinary));
    this.send({
      event: 'websocket:connected',
      'content-type': endpoint['content-type'],
      ...endpoint.headers,
    });
    return undefined;
  }

  send(message: object | string): void {
    this.socket?.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The caller speaks: 20 ms of linear samples. */
  speak(samples: Buffer): void {
    this.socket?.send(samples, { binary: true });
  }

  press(digit: string): void {
    this.send({ event: 'websocket:dtmf', digit, duration: 260 });
  }

  /** What was played to the caller since the last `clear`, or all of it. */
  played(sinceClear = false): Buffer {
    const from = sinceClear ? this.events.lastIndexOf('clear') + 1 : 0;
    return Buffer.concat(this.events.slice(from).filter((event) => Buffer.isBuffer(event)));
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.events.push(data);
      return;
    }
    const message = JSON.parse(data.toString()) as { action: string; payload?: unknown };
    if (message.action === 'clear') {
      this.events.push('clear');
      this.send({ event: 'websocket:cleared' });
    } else if (message.action === 'notify') {
      this.events.push({ notify: message.payload });
      if (this.notifies) this.send({ event: 'websocket:notify', payload: message.payload });
    }
  }
}

export interface VonageUpdate {
  uuid: string;
  /** Whether the token is one of the application's. */
  isAuthorized: boolean;
  body: Record<string, unknown>;
}

/** Vonage's REST API, as far as calls are placed and changed by it. */
export class FakeVonageRest {
  readonly updates: VonageUpdate[] = [];
  /** Calls that were asked for, under the ids that they got. */
  readonly placed: VonageUpdate[] = [];
  /** What placing a call is answered with; 201 is the documented answer. */
  placedStatus = 201;
  /** What happens before placing a call is answered. */
  beforePlaced: (placed: VonageUpdate) => Promise<void> | void = () => undefined;
  /** 204 is the documented answer. */
  status = 204;
  /** The status that an update gets; `status` as a rule. */
  statusOf: () => number = () => this.status;
  /** What Vonage does with the call once it was changed. */
  onUpdated: (uuid: string, body: VonageUpdate['body']) => void = () => undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.method === 'POST' && request.url === '/v1/calls') {
          const uuid = `dddddddd-bbbb-4ccc-8ddd-${String(this.placed.length).padStart(12, '0')}`;
          const placed = {
            uuid,
            isAuthorized: isOfApplication(request.headers.authorization),
            body: JSON.parse(Buffer.concat(chunks).toString()) as VonageUpdate['body'],
          };
          this.placed.push(placed);
          const answer = { uuid, status: 'started', direction: 'outbound', conversation_uuid: `CON-${uuid}` };
          void Promise.resolve(this.beforePlaced(placed)).then(() => {
            response.writeHead(this.placedStatus, { 'content-type': 'application/json' });
            response.end(JSON.stringify(this.placedStatus === 201 ? answer : { title: 'Bad Request' }));
          });
          return;
        }
        const [, uuid] = /^\/v1\/calls\/([^/]+)$/.exec(request.url ?? '') ?? [];
        const isKnown = request.method === 'PUT' && uuid !== undefined;
        if (isKnown) {
          this.updates.push({
            uuid,
            isAuthorized: isOfApplication(request.headers.authorization),
            body: JSON.parse(Buffer.concat(chunks).toString()) as VonageUpdate['body'],
          });
        }
        const status = isKnown ? this.statusOf() : 405;
        response.writeHead(status).end();
        if (status < 300 && uuid !== undefined) this.onUpdated(uuid, this.updates.at(-1)?.body ?? {});
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** As Vonage checks it: RS256 by the application's key, its id, and a time that is good now. */
function isOfApplication(authorization = ''): boolean {
  const [head = '', body = '', proof = ''] = authorization.replace(/^Bearer /, '').split('.');
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const claims = read(body);
  return (
    read(head).alg === 'RS256' &&
    verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${body}`),
      createPublicKey(PRIVATE_KEY),
      Buffer.from(proof, 'base64url'),
    ) &&
    claims.application_id === APPLICATION_ID &&
    typeof claims.jti === 'string' &&
    Number(claims.iat) <= nowSeconds() &&
    Number(claims.exp) > nowSeconds()
  );
}
