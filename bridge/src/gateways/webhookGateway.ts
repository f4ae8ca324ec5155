import type { IncomingHttpHeaders } from 'node:http';
import { RareWarnings, type Logger } from '../log';
import type { GatewayMetrics } from './gatewayMetrics';
import { asObject, isObject, parseJson, type JsonObject } from './json';
import { readVapiRequest, requestKind, type FallbackSettings } from './requestKinds';
import { completeResults, readToolRequests } from './toolResults';
import { codeOf, forward, type UpstreamOptions } from './upstream';

const JSON_TYPE = 'application/json; charset=utf-8';
const SILENCE_SECONDS = 0.1;

export interface WebhookGatewayOptions extends UpstreamOptions {
  /** When an answer must be there. */
  deadlineMs: number;
  fallback: FallbackSettings;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Answers have status 200 always: Vapi ignores all others, and the caller would hear silence. */
export interface GatewayAnswer {
  contentType: string;
  body: string | Buffer;
}

/** What a workflow has answered with a 2xx status. */
interface WorkflowAnswer {
  contentType: string;
  body: Buffer;
}

/** Passes Vapi's messages on to workflows, and answers in their place when they don't, or not in time. */
export class WebhookGateway {
  readonly #warnings: RareWarnings;

  constructor(private readonly options: WebhookGatewayOptions) {
    this.#warnings = new RareWarnings(options.log, () => options.clock.now());
  }

  /**
   * Never rejects.
   * @param name of the workflow, as configured
   * @param body a JSON object
   */
  async answer(
    name: string,
    url: string,
    headers: IncomingHttpHeaders,
    body: { raw: Buffer; parsed: JsonObject },
  ): Promise<GatewayAnswer> {
    const request = readVapiRequest(body.parsed);
    const ask = (longestMs = Infinity): Promise<WorkflowAnswer | undefined> =>
      this.#ask(name, url, headers, body.raw, Math.min(longestMs, this.options.deadlineMs));
    if (request.kind === 'bare') return this.#bare(name, await ask());
    const { type, message } = request;
    if (type === 'tool-calls' || type === 'function-call') return this.#tools(name, message, await ask());
    if (type === 'voice-request') return this.#voice(name, message, await ask());
    const kind = requestKind(type);
    if (kind) {
      const answer = parsed(await ask(kind.longestMs));
      const isValid = isObject(answer) && kind.isValid(answer);
      this.#count(name, isValid);
      return json(isValid ? answer : kind.fallback(this.options.fallback));
    }
    this.#count(name, (await ask()) !== undefined);
    return json({});
  }

  #tools(name: string, message: JsonObject, answer: WorkflowAnswer | undefined): GatewayAnswer {
    const requests = readToolRequests(message);
    const { body, missing } = completeResults(requests, parsed(answer), this.options.fallback.sentence);
    this.#count(name, missing === 0);
    return json(body);
  }

  /** A custom voice wants raw PCM. Silence isn't what was to be said, but the call goes on. */
  #voice(name: string, message: JsonObject, answer: WorkflowAnswer | undefined): GatewayAnswer {
    const isValid = answer !== undefined && answer.body.length > 0 && !isJson(answer.contentType);
    this.#count(name, isValid);
    if (isValid) return answer;
    const { sampleRate } = message;
    const rate = typeof sampleRate === 'number' ? Math.min(Math.max(sampleRate, 8000), 48_000) : 24_000;
    return {
      contentType: 'application/octet-stream',
      body: Buffer.alloc(2 * Math.round(rate * SILENCE_SECONDS)),
    };
  }

  #bare(name: string, answer: WorkflowAnswer | undefined): GatewayAnswer {
    const isValid = parsed(answer) !== undefined;
    this.#count(name, isValid);
    return answer && isValid
      ? { contentType: JSON_TYPE, body: answer.body }
      : json({ error: this.options.fallback.sentence });
  }

  async #ask(
    name: string,
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
    deadlineMs: number,
  ): Promise<WorkflowAnswer | undefined> {
    const { clock } = this.options;
    const abort = new AbortController();
    const timer = clock.after(deadlineMs, () => abort.abort());
    try {
      const {
        statusCode,
        headers: given,
        body: read,
      } = await forward(this.options, {
        ...{ url, headers, body },
        signal: abort.signal,
      });
      const answer = Buffer.from(await read.arrayBuffer());
      if (statusCode >= 200 && statusCode <= 299) {
        return { contentType: String(given['content-type'] ?? ''), body: answer };
      }
      this.#warn(name, `status ${statusCode}`);
    } catch (error) {
      this.#warn(name, abort.signal.aborted ? 'no answer in time' : codeOf(error));
    } finally {
      timer.cancel();
    }
    return undefined;
  }

  #warn(gateway: string, reason: string): void {
    this.#warnings.warn({ gateway, reason }, 'workflow failed to answer', `${gateway} ${reason}`);
  }

  #count(gateway: string, isAnswered: boolean): void {
    const { metrics } = this.options;
    metrics.count('webhook', isAnswered ? 'answered' : 'fallback');
    if (!isAnswered) this.#warnings.warn({ gateway }, 'answered in place of a workflow', gateway);
  }
}

function parsed(answer: WorkflowAnswer | undefined): unknown {
  if (!answer) return undefined;
  const value = parseJson(answer.body.toString());
  // A workflow that responds with "all incoming items" answers a list of them.
  return Array.isArray(value) && value.length === 1 ? asObject(value[0]) : value;
}

function isJson(contentType: string): boolean {
  return contentType.startsWith('application/json');
}

function json(value: unknown): GatewayAnswer {
  return { contentType: JSON_TYPE, body: JSON.stringify(value) };
}
