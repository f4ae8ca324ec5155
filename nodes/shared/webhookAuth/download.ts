import type { IWebhookFunctions } from 'n8n-workflow';
import { USER_AGENT } from '../transport';
import type { Download } from './jwks';
import { refuse } from './received';

/** Vapi waits 7.5 s for some answers, and this comes before the workflow. */
const TIMEOUT_MS = 3_000;
const MAX_BYTES = 262_144;

/** Reads a small text by n8n's HTTP client: no redirects, at most 256 KiB, at most 3 seconds. Never rejects. */
export function downloadWith(context: IWebhookFunctions): Download {
  return async (url) => {
    try {
      const body = (await context.helpers.httpRequest({
        method: 'GET',
        url,
        headers: { Accept: 'application/json', 'User-Agent': USER_AGENT },
        // As a stream, because n8n has no limit of its own for the size.
        encoding: 'stream',
        disableFollowRedirect: true,
        timeout: TIMEOUT_MS,
        // `timeout` ends with the headers; a body may drip.
        abortSignal: AbortSignal.timeout(TIMEOUT_MS),
      })) as AsyncIterable<Buffer>;
      return await textOf(body);
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      return refuse([code, message].filter(Boolean).join(' ') || String(error));
    }
  };
}

async function textOf(body: AsyncIterable<Buffer>): ReturnType<Download> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) return refuse(`the answer is longer than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return { ok: true, text: Buffer.concat(chunks).toString('utf8') };
}
