import { callParams, type CallFacts } from './callParams';
import type { WebhookPost } from './types';
import { sendWebhook, type WebhookAnswer } from './webhook';

export interface CallWebhooksOptions {
  authToken: string;
  hosts: Record<string, string>;
  timeoutMs: number;
  facts(): CallFacts;
  warn(code: number, message: string): void;
  onPost(text: string): void;
}

/** The requests about one call, and a note of each. */
export class CallWebhooks {
  readonly posts: WebhookPost[] = [];
  private readonly callbacks: Array<Promise<void>> = [];

  constructor(private readonly options: CallWebhooksOptions) {}

  /** Asks for TwiML, with the fields of the call and some more. */
  ask(
    url: string,
    method: 'GET' | 'POST',
    extra: Record<string, string>,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    return this.send(url, method, { ...callParams(this.options.facts()), ...extra }, signal);
  }

  /** Tells the number's status callback something about the call. Doesn't wait for it. */
  tellCallStatus(url: string, extra: Record<string, string>): void {
    this.tell(url, 'POST', { ...callParams(this.options.facts()), ...extra });
  }

  /** Tells a callback exactly these fields. Doesn't wait for it. */
  tell(url: string, method: 'GET' | 'POST', params: Record<string, string>): void {
    const told = this.send(url, method, params).then(({ failure }) => {
      if (failure) this.options.warn(failure.code, failure.message);
    });
    this.callbacks.push(told);
  }

  /** Waits until every callback was delivered or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.callbacks);
  }

  private async send(
    url: string,
    method: 'GET' | 'POST',
    params: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<WebhookAnswer> {
    const { authToken, hosts, timeoutMs } = this.options;
    const answer = await sendWebhook({
      ...{ url, method, params, hosts, authToken, timeoutMs },
      ...(signal && { signal }),
    });
    const { status, body, failure } = answer;
    this.posts.push({ url, body, params, ...(status !== undefined && { status }) });
    this.options.onPost(`${method} ${url}: ${status ?? failure?.message ?? 'no answer'}`);
    return answer;
  }
}
