import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BridgeError } from '../errors';
import { RateLimit } from '../rateLimit';
import type { Room, RoomContext } from '../room';
import { limited } from '../routes/bearer';
import { GatewayMetrics } from './gatewayMetrics';
import { isObject, parseJson, type JsonObject } from './json';
import { LlmGateway } from './llmGateway';
import { hasSecret } from './proof';
import { WebhookGateway } from './webhookGateway';

/** Vapi's reports at the end of a call hold every word of it with its timing. */
const MAX_BODY = 16 * 1024 * 1024;
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
  const { config, clientAddress, dispatcher, clock, log, registry } = context;
  const { gateways } = config;
  if (!gateways) return undefined;
  const { webhooks, llms, secret, deadlineMs, sentence } = gateways;
  const metrics = new GatewayMetrics(registry);
  const shared = { dispatcher, clock, deadlineMs, metrics, log };
  const fallback = { sentence, assistantId: config.vapi.assistantId };
  const webhook = new WebhookGateway({ ...shared, fallback });
  const llm = new LlmGateway({ ...shared, sentence });
  const wrongSecrets = new RateLimit(MAX_WRONG_SECRETS, () => clock.now());

  const routes = (app: FastifyInstance): void => {
    void app.register((api, _options, done) => {
      // Signatures are over the bytes as they came.
      api.removeAllContentTypeParsers();
      api.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, parsed) =>
        parsed(null, body),
      );
      api.addHook('onRequest', (request, reply, next) => {
        const { headers } = request;
        if (secret === undefined) return next();
        const client = clientAddress(request.raw);
        const wait = wrongSecrets.waitMs(client);
        if (wait > 0) return next(limited(reply, wait));
        if (hasSecret(headers, secret)) return next();
        wrongSecrets.take(client);
        next(new BridgeError('GATEWAY_SECRET_WRONG'));
      });
      const options = { bodyLimit: MAX_BODY };
      api.post<Named>('/vapi/webhook/:name', options, async (request, reply) => {
        const { name } = request.params;
        const url = addressOf(webhooks, name);
        const answer = await webhook.answer(name, url, request.headers, readBody(request));
        return reply.code(200).header('content-type', answer.contentType).send(answer.body);
      });
      api.post<Named>('/llm/:name/chat/completions', options, async (request, reply) => {
        const { name } = request.params;
        const url = addressOf(llms, name);
        const body = readBody(request);
        reply.hijack();
        await llm.answer(name, url, request.headers, body, reply.raw);
      });
      done();
    });
  };
  return { routes };
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
