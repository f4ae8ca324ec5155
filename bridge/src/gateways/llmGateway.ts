import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { RareWarnings, type Logger } from '../log';
import { createCompletion } from './completion';
import type { GatewayMetrics } from './gatewayMetrics';
import type { JsonObject } from './json';
import { ReplyReader, type ReplyPart } from './llmReply';
import { codeOf, forward, type UpstreamOptions } from './upstream';

export interface LlmGatewayOptions extends UpstreamOptions {
  /** To the first word, then between any two pieces: who is listening already isn't cut off. */
  deadlineMs: number;
  /** Said when the workflow says nothing. */
  sentence: string;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Lets a workflow be the model of an assistant: each piece of its answer is passed on as it comes. */
export class LlmGateway {
  readonly #warnings: RareWarnings;

  constructor(private readonly options: LlmGatewayOptions) {
    this.#warnings = new RareWarnings(options.log, () => options.clock.now());
  }

  /**
   * Answers a request for a completion, with status 200 and at least a sentence in any case. Never rejects.
   * @param name of the workflow, as configured
   */
  async answer(
    name: string,
    url: string,
    headers: IncomingHttpHeaders,
    body: { raw: Buffer; parsed: JsonObject },
    response: ServerResponse,
  ): Promise<void> {
    const { metrics, sentence } = this.options;
    const completion = createCompletion(body.parsed);
    const write = async (text: string): Promise<void> => {
      if (text === '' || response.destroyed) return;
      if (!response.headersSent) begin(response, completion.contentType);
      if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    };
    const abort = new AbortController();
    // The caller has talked over the assistant, or hung up.
    const onGone = (): void => abort.abort();
    response.once('close', onGone);
    response.on('error', () => undefined);
    let problem: string | undefined;
    try {
      for await (const part of this.#parts(url, headers, body.raw, abort)) {
        if (part.kind === 'failed') throw new WorkflowFailure('the workflow has failed');
        await write(completion.take(part));
      }
    } catch (error) {
      problem = error instanceof WorkflowFailure ? error.message : codeOf(error);
    }
    response.off('close', onGone);
    if (response.destroyed) return;
    if (!completion.hasContent) {
      problem ??= 'it says nothing';
      await write(completion.take({ kind: 'text', text: sentence }));
      metrics.count('llm', 'fallback');
    } else {
      metrics.count('llm', 'answered');
    }
    if (problem !== undefined) {
      this.#warnings.warn(
        { gateway: name, reason: problem },
        'workflow failed to reply',
        `${name} ${problem}`,
      );
    }
    if (!response.headersSent) begin(response, completion.contentType);
    response.end(completion.finish());
  }

  async *#parts(
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer,
    abort: AbortController,
  ): AsyncGenerator<ReplyPart> {
    const { clock, deadlineMs } = this.options;
    let isLate = false;
    const wait = (): { cancel(): void } =>
      clock.after(deadlineMs, () => {
        isLate = true;
        abort.abort();
      });
    let timer = wait();
    try {
      const {
        statusCode,
        headers: given,
        body: read,
      } = await forward(this.options, {
        ...{ url, headers, body },
        signal: abort.signal,
      });
      if (statusCode < 200 || statusCode > 299) {
        await read.dump({ limit: 0 }).catch(() => undefined);
        throw new WorkflowFailure(`status ${statusCode}`);
      }
      const reader = new ReplyReader(String(given['content-type'] ?? ''));
      const decoder = new StringDecoder('utf8');
      for await (const chunk of read as AsyncIterable<Buffer>) {
        for (const part of reader.push(decoder.write(chunk))) {
          // Empty lines keep a connection open; only what can be said lets the time begin anew.
          timer.cancel();
          yield part;
          timer = wait();
        }
      }
      yield* reader.end();
    } catch (error) {
      throw isLate ? new WorkflowFailure('no answer in time') : error;
    } finally {
      timer.cancel();
    }
  }
}

/** A reason that may be logged. */
class WorkflowFailure extends Error {}

/** Without what a proxy would need to hold pieces back. */
function begin(response: ServerResponse, contentType: string): void {
  response.writeHead(200, {
    'content-type': contentType,
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
}
