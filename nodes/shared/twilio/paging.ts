import { fail } from '../fail';
import type { JsonApiContext } from '../http/jsonApi';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { sendToTwilio, twilioError, type TwilioRequest } from './rest';

/** As many as Twilio gives in one page. */
const PAGE_SIZE = 1000;

/**
 * Numbers that are for sale are a choice and no list to read to its end. Twilio has none for a country in which it
 * sells no numbers of that kind, and answers 404.
 */
const FOR_SALE = /^\/AvailablePhoneNumbers\//;

export type TwilioListRequest = Pick<TwilioRequest, 'api' | 'itemIndex' | 'path' | 'qs'>;

/**
 * Every row of a list. The next page is asked at the address of this one: of the link that Twilio gives only the query
 * is taken, so that the login never goes to another host.
 * Source: Twilio docs, "API responses": `next_page_uri` below the account, `meta.next_page_url` elsewhere.
 *
 * @param rows property of the answer that holds the list, e.g. `trunks`
 * @throws NodeOperationError with Twilio's message; also where Twilio knows no such list, unless of numbers for sale,
 *   and where the answer holds none: it is not taken for an empty one
 */
export async function twilioList(
  context: JsonApiContext,
  request: TwilioListRequest,
  rows: string,
): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  const asked = new Set<string>();
  const isForSale = FOR_SALE.test(request.path);
  let qs: TwilioRequest['qs'] = { PageSize: PAGE_SIZE, ...request.qs };
  for (;;) {
    const page: TwilioRequest = { ...request, method: 'GET', qs };
    const outcome = await sendToTwilio(context, page);
    if (!outcome.ok && outcome.status === 404 && isForSale) return all;
    if (!outcome.ok) throw twilioError(context, page, outcome);
    const answer = asObject(outcome.answer);
    if (!Array.isArray(answer[rows]))
      throw fail(context.getNode(), 'ANSWER_WITHOUT_LIST', `GET ${request.path}`, request.itemIndex);
    all.push(...asArray(answer[rows]).map(asObject));
    const next = queryOf(asText(answer.next_page_uri) ?? asText(asObject(answer.meta).next_page_url));
    // A list that leads in circles ends where it began.
    if (next === undefined || asked.has(next) || isForSale) return all;
    asked.add(next);
    qs = { ...qs, ...Object.fromEntries(new URLSearchParams(next)) };
  }
}

/** Undefined where there is no further page. */
function queryOf(link: string | undefined): string | undefined {
  const query = link?.split('#')[0]?.split('?')[1];
  return query === undefined || query === '' ? undefined : query;
}
