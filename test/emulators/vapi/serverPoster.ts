import { setTimeout as sleep } from 'node:timers/promises';
import { resolveTarget } from './hosts';
import { httpPost } from './httpPost';
import { type JsonObject, isObject } from './json';
import type { Server, ServerPost } from './types';
import { type AuthContext, authHeaders } from './webhookAuth';

const DEFAULT_TIMEOUT_SECONDS = 20;

export interface PosterContext {
  hosts(): Record<string, string>;
  credential(id: string): JsonObject | undefined;
  timestampUnit: 's' | 'ms';
  /** Factor on the delays between attempts. */
  backoffScale: number;
  posts: ServerPost[];
  signal: AbortSignal;
}

/** Posts server messages, with proof of origin, time limit and retries, and keeps a log of every attempt. */
export class ServerPoster {
  constructor(private readonly context: PosterContext) {}

  /**
   * Delivers one message. Never rejects: what went wrong is in the `problems` of the post.
   *
   * @returns the last attempt
   */
  async post(server: Server, callId: string, message: JsonObject): Promise<ServerPost> {
    const plan = server.backoffPlan;
    for (let attempt = 1; ; attempt += 1) {
      const post = await this.attempt(server, callId, message, attempt);
      const delivered = post.status !== undefined && post.status >= 200 && post.status < 300;
      const excluded = post.status !== undefined && (plan?.excludedStatusCodes ?? []).includes(post.status);
      if (delivered || excluded || !plan || attempt > plan.maxRetries || this.context.signal.aborted)
        return post;
      const delayMs = backoffDelayMs(plan, attempt) * this.context.backoffScale;
      await sleep(delayMs, undefined, { signal: this.context.signal }).catch(() => {});
    }
  }

  private async attempt(
    server: Server,
    callId: string,
    message: JsonObject,
    attempt: number,
  ): Promise<ServerPost> {
    const url = server.url ?? '';
    const text = JSON.stringify({ message });
    const started = performance.now();
    const post: ServerPost = {
      at: Date.now(),
      callId,
      type: String(message.type),
      url,
      attempt,
      headers: {},
      // Parsed again: the log keeps what was sent, whatever becomes of the call's objects.
      body: JSON.parse(text) as JsonObject,
      ms: 0,
      problems: [],
    };
    this.context.posts.push(post);
    const timeoutMs = (server.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
    try {
      const target = resolveTarget(url, this.context.hosts());
      post.headers = {
        'content-type': 'application/json',
        ...(await authHeaders(server, this.authContext(url, text, timeoutMs))),
      };
      const answer = await httpPost(target, post.headers, text, timeoutMs, this.context.signal);
      post.status = answer.status;
      post.responseBody = answer.body;
      if (answer.status < 200 || answer.status > 299)
        post.problems.push(`${url} answered ${answer.status}; a 2xx was expected.`);
    } catch (error) {
      post.problems.push(`${url}: ${error instanceof Error ? error.message : String(error)}`);
    }
    post.ms = performance.now() - started;
    return post;
  }

  private authContext(url: string, body: string, timeoutMs: number): AuthContext {
    return {
      url,
      body,
      timestampUnit: this.context.timestampUnit,
      credential: (id) => this.context.credential(id),
      fetchToken: async (tokenUrl, form) => {
        const answer = await httpPost(
          resolveTarget(tokenUrl, this.context.hosts()),
          { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          form,
          timeoutMs,
          this.context.signal,
        );
        if (answer.status !== 200) throw new Error(`the OAuth2 server ${tokenUrl} answered ${answer.status}`);
        const parsed: unknown = JSON.parse(answer.body);
        return isObject(parsed) ? parsed : {};
      },
    };
  }
}

/**
 * The wait after an attempt that failed, in ms (OpenAPI: BackoffPlan). That `exponential` doubles is an assumption.
 *
 * @param attempt which one failed, from 1
 */
export function backoffDelayMs(plan: NonNullable<Server['backoffPlan']>, attempt: number): number {
  return plan.baseDelaySeconds * 1000 * (plan.type === 'exponential' ? 2 ** (attempt - 1) : 1);
}
