import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { Agent } from 'undici';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import { RateLimit } from '../rateLimit';
import type { Room, RoomContext } from '../room';
import { limited } from '../routes/bearer';
import { BytesInFlight } from './bytesInFlight';
import { GatewayMetrics } from './gatewayMetrics';
import { isObject, parseJson, type JsonObject } from './json';
import { LlmGateway } from './llmGateway';
import { hasSecret } from './proof';
import { WebhookGateway } from './webhookGateway';

/** Vapi's reports at the end of a call hold every word of it with its timing. */
const MAX_BODY = 16 * 1024 * 1024;
/** A request for a completion holds the conversation so far, without any timing. */
const MAX_LLM_BODY = 4 * 1024 * 1024;
/** Of bodies that are held at a time; small ones, which all that a caller waits for are, get in beyond it. */
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;
const SMALL_BODY = 256 * 1024;
const BUSY_RETRY_SECONDS = 5;
/** A voice's answer is raw audio: two bytes a sample, for as long as an utterance is. */
const MAX_ANSWER = 16 * 1024 * 1024;
/** Requests with a wrong secret, per minute and client. */
const MAX_WRONG_SECRETS = 60;

interface Named {
  Params: { name: string };
}

interface Body {
  raw: Buffer;
  parsed: JsonObject;
}

/**
 * Stands between Vapi and workflows, and answers in their place when they can't.
 * @returns none when neither BRIDGE_WEBHOOKS nor BRIDGE_LLMS names a workflow
 */
export function createGatewayRoom(context: RoomContext): Room | undefined {
  const { config, clientAddress, clock, log, registry } = context;
  const { gateways } = config;
  if (!gateways) return undefined;
  const { webhooks, llms, secret, deadlineMs, sentence } = gateways;
  const metrics = new GatewayMetrics(registry);
  const dispatcher = new Agent({
    maxResponseSize: MAX_ANSWER,
    connect: { timeout: 5000 },
    // Shorter than front ends keep idle connections for.
    keepAliveTimeout: 30_000,
  });
  const shared = { dispatcher, clock, deadlineMs, metrics, log };
  const fallback = { sentence, assistantId: config.vapi.assistantId };
  const webhook = new WebhookGateway({ ...shared, fallback });
  const llm = new LlmGateway({ ...shared, sentence });
  const bytes = new BytesInFlight(MAX_BYTES_IN_FLIGHT, SMALL_BODY);
  const wrongSecrets = new RateLimit(MAX_WRONG_SECRETS, () => clock.now());

  /** What gives back the bytes of requests whose answer has not begun. */
  const holds = new WeakMap<IncomingMessage, () => void>();

  const routes = (app: FastifyInstance): void => {
    void app.register((api, _options, done) => {
      // Signatures are over the bytes as they came.
      api.removeAllContentTypeParsers();
      api.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, parsed) =>
        parsed(null, body),
      );
      api.addHook('onRequest', (request, reply, next) => {
        // Vapi is let in whoever else shares its address, such as a proxy's; a long secret can't be guessed.
        if (secret === undefined || hasSecret(request.headers, secret)) return next();
        const wait = wrongSecrets.take(clientAddress(request.raw));
        next(wait > 0 ? limited(reply, wait) : new BridgeError('GATEWAY_SECRET_WRONG'));
      });
      /** Before the body is read: strangers get in up to here where there is no secret. */
      const admit =
        (addresses: ReadonlyMap<string, string>, bodyLimit: number): onRequestHookHandler =>
        (request, reply, next) => {
          addressOf(addresses, (request.params as Named['Params']).name);
          // Without a length it may be as long as any; a longer one is refused by what reads it.
          const length = Number(request.headers['content-length'] ?? bodyLimit);
          const release = bytes.hold(Math.min(length, bodyLimit));
          if (!release) {
            reply.header('retry-after', BUSY_RETRY_SECONDS);
            return next(new BridgeError('GATEWAY_BUSY'));
          }
          holds.set(request.raw, release);
          reply.raw.once('close', () => holds.get(request.raw)?.());
          next();
        };
      /** Workflows are asked to the end, though nobody may wait for the answer any more: so long the body is held. */
      const holding =
        (answer: (request: FastifyRequest<Named>, reply: FastifyReply) => Promise<unknown>) =>
        async (request: FastifyRequest<Named>, reply: FastifyReply): Promise<unknown> => {
          const release = holds.get(request.raw);
          holds.delete(request.raw);
          try {
            return await answer(request, reply);
          } finally {
            release?.();
          }
        };
      api.post<Named>(
        '/vapi/webhook/:name',
        { bodyLimit: MAX_BODY, onRequest: admit(webhooks, MAX_BODY) },
        holding(async (request, reply) => {
          const { name } = request.params;
          const url = addressOf(webhooks, name);
          const answer = await webhook.answer(name, url, request.headers, readBody(request));
          return reply.code(200).header('content-type', answer.contentType).send(answer.body);
        }),
      );
      api.post<Named>(
        '/llm/:name/chat/completions',
        { bodyLimit: MAX_LLM_BODY, onRequest: admit(llms, MAX_LLM_BODY) },
        holding(async (request, reply) => {
          const { name } = request.params;
          const url = addressOf(llms, name);
          const body = readBody(request);
          reply.hijack();
          await llm.answer(name, url, request.headers, body, reply.raw);
        }),
      );
      done();
    });
  };
  return { routes, close: () => closeWithin(dispatcher, deadlineMs, clock) };
}

/** Lets requests end that are under way, such as the report of a call that has just ended; a stream may never. */
async function closeWithin(dispatcher: Agent, ms: number, clock: Clock): Promise<void> {
  let giveUp = (): void => undefined;
  const late = new Promise<void>((resolve) => (giveUp = resolve));
  const timer = clock.after(ms, () => giveUp());
  await Promise.race([dispatcher.close(), late]);
  timer.cancel();
  await dispatcher.destroy();
}

function addressOf(addresses: ReadonlyMap<string, string>, name: string): string {
  const url = addresses.get(name);
  if (url === undefined) throw new BridgeError('GATEWAY_UNKNOWN', name.slice(0, 64));
  return url;
}

function readBody(request: FastifyRequest): Body {
  const raw = request.body;
  const parsed = Buffer.isBuffer(raw) ? parseJson(raw.toString()) : undefined;
  if (!Buffer.isBuffer(raw) || !isObject(parsed)) throw new BridgeError('REQUEST_INVALID', 'no JSON object');
  return { raw, parsed };
}
