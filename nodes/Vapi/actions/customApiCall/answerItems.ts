import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { mediaType } from '../../../shared/http/mediaType';
import { isObject } from '../../../shared/protocol/json';
import { redactSecrets } from '../../../shared/protocol/redact';
import { notJson, type VapiAnswer, type VapiRequest } from '../../../shared/transport';

/**
 * An answer as items: a list as one item for each entry, an object as one item, text as `{data}`, nothing as
 * `{success: true}`. Secrets are replaced.
 *
 * @throws NodeOperationError for redirects, files and pages of HTML
 */
export function itemsOf(
  context: IExecuteFunctions,
  answer: VapiAnswer,
  request: VapiRequest & { itemIndex: number },
): IDataObject[] {
  const { status, headers, body } = answer;
  const { itemIndex } = request;
  if (status >= 300)
    throw notData(context, `a redirect to ${hostOf(headers.location)} (HTTP ${status})`, itemIndex);
  const type = mediaType(headers);
  const text = body.toString('utf8');
  if (text.trim() === '') return [{ success: true }];
  const parsed = parse(text);
  if (parsed !== undefined) return (Array.isArray(parsed) ? parsed : [parsed]).map(toItem);
  if (type.includes('html') || type.includes('json')) throw notJson(context, request, text, status);
  if (type.startsWith('text/')) return [{ data: text }];
  throw notData(context, `${body.length} bytes of type ${type || 'unknown'}`, itemIndex);
}

/** One entry of a list; what is no object is put into one. */
export function toItem(value: unknown): IDataObject {
  return redactSecrets(isObject(value) ? value : { data: value }) as IDataObject;
}

function notData(context: IExecuteFunctions, what: string, itemIndex: number): ReturnType<typeof fail> {
  return fail(context.getNode(), 'API_ANSWER_NOT_JSON_DATA', what, itemIndex);
}

/** Only the host: what a redirect leads to is often signed. */
function hostOf(location: unknown): string {
  return typeof location === 'string' && URL.canParse(location) ? new URL(location).host : 'somewhere else';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
