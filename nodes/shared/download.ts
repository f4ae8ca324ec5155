import { sleep, type IDataObject, type IExecuteFunctions, type IHttpRequestOptions } from 'n8n-workflow';
import { downloadUrlProblem } from './downloadUrl';
import { limitStream, type LimitedStream } from './downloadLimit';
import { fail } from './fail';
import { connectionProblem } from './http/connectionError';
import { mediaType } from './http/mediaType';
import type { Readable } from './http/readable';
import { mayRepeat, pauseBefore, retryAfter } from './http/retry';
import { USER_AGENT } from './transport';

/** A file that has begun to come. */
export interface OpenDownload extends LimitedStream {
  /** See {@link mediaType}. */
  contentType: string;
  /** Path of the URL that it came from. */
  path: string;
}

/** What a download may do. */
export interface DownloadRules {
  maxBytes: number;
  /** See {@link downloadUrlProblem}. */
  trustedBaseUrl?: string;
  itemIndex: number;
}

const MAX_REDIRECTS = 3;

/** Until the storage begins to answer. */
const OPEN_TIMEOUT_MS = 60_000;

/** For all of the file: 200 MB over a slow line. */
const TOTAL_TIMEOUT_MS = 15 * 60_000;

interface StorageAnswer {
  statusCode: number;
  headers: IDataObject;
  body: Readable;
}

/**
 * Opens a file that Vapi led to by a redirect: without any key, because storages refuse a request that has two
 * proofs, and because it would give the key away. Each address on the way is checked.
 *
 * @param address absolute URL
 * @throws NodeOperationError; none of them shows the URL, which is a secret while its signature holds
 */
export async function openDownload(
  context: IExecuteFunctions,
  address: string,
  rules: DownloadRules,
): Promise<OpenDownload> {
  const { trustedBaseUrl, maxBytes, itemIndex } = rules;
  const stop = [AbortSignal.timeout(TOTAL_TIMEOUT_MS), context.getExecutionCancelSignal?.()];
  const signal = AbortSignal.any(stop.filter((entry) => entry !== undefined));
  let url = address;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const problem = downloadUrlProblem(url, trustedBaseUrl);
    if (problem !== undefined) throw fail(context.getNode(), 'DOWNLOAD_REFUSED', problem, itemIndex);
    const { statusCode, headers, body } = await ask(context, url, signal, itemIndex);
    if (statusCode < 300) {
      if (Number(headers['content-length']) > maxBytes) {
        discard(body);
        throw tooLarge(context, maxBytes, itemIndex);
      }
      const contentType = mediaType(headers);
      // The sign-in page of a proxy or firewall, which would pass for a recording otherwise.
      if (contentType === 'text/html') {
        discard(body);
        const text = `a page of HTML instead of a file (${new URL(url).host})`;
        throw fail(context.getNode(), 'DOWNLOAD_FAILED', text, itemIndex);
      }
      return { ...limitStream(body, maxBytes, signal), contentType, path: new URL(url).pathname };
    }
    discard(body);
    url = redirectTarget(headers.location, url);
  }
  const text = `more than ${MAX_REDIRECTS} redirects`;
  throw fail(context.getNode(), 'DOWNLOAD_FAILED', text, itemIndex);
}

/** Where a redirect leads; an empty text, which is no URL, if it does not say. */
export function redirectTarget(location: unknown, from: string): string {
  if (typeof location !== 'string' || location === '' || !URL.canParse(location, from)) return '';
  return new URL(location, from).href;
}

/** The error for a file past the limit. */
export function tooLarge(
  context: IExecuteFunctions,
  maxBytes: number,
  itemIndex: number,
): ReturnType<typeof fail> {
  return fail(context.getNode(), 'DOWNLOAD_TOO_LARGE', `${maxBytes / 2 ** 20} MB`, itemIndex);
}

/** An answer that is a file or a redirect. Reading may be repeated. */
async function ask(
  context: IExecuteFunctions,
  url: string,
  signal: AbortSignal,
  itemIndex: number,
): Promise<StorageAnswer> {
  for (let done = 1; ; done++) {
    const outcome = await attempt(context, url, signal);
    if ('statusCode' in outcome && outcome.statusCode < 400) return outcome;
    const status = 'statusCode' in outcome ? outcome.statusCode : undefined;
    const text = 'statusCode' in outcome ? `HTTP ${outcome.statusCode}` : outcome.text;
    if ('statusCode' in outcome) discard(outcome.body);
    const retryAfterMs =
      'statusCode' in outcome ? retryAfter(outcome.headers['retry-after'], Date.now()) : undefined;
    const pause = pauseBefore(done, { status, retryAfterMs }, Math.random());
    if (signal.aborted || pause === undefined || !mayRepeat({ status }, 'always')) {
      const message = `${text} (${new URL(url).host})`;
      throw fail(context.getNode(), 'DOWNLOAD_FAILED', message, itemIndex);
    }
    await sleep(pause);
  }
}

async function attempt(
  context: IExecuteFunctions,
  url: string,
  signal: AbortSignal,
): Promise<StorageAnswer | { text: string }> {
  const options: IHttpRequestOptions = {
    method: 'GET',
    url,
    headers: { 'User-Agent': USER_AGENT, Accept: '*/*' },
    timeout: OPEN_TIMEOUT_MS,
    abortSignal: signal,
    encoding: 'stream',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
  try {
    return (await context.helpers.httpRequest(options)) as StorageAnswer;
  } catch (error) {
    return { text: connectionProblem(error) };
  }
}

function discard(body: Readable): void {
  body.on('error', () => undefined).destroy();
}
