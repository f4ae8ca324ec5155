import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { isEmptyObject } from '../../../shared/form/merge';
import { readPages } from '../../../shared/paging';
import { isObject } from '../../../shared/protocol/json';
import { baseUrlOf, vapiAnswer, type VapiApiCredential } from '../../../shared/transport';
import type { Operation } from '../../../shared/actions/operation';
import { itemsOf, toItem } from './answerItems';
import { readHeaders } from './requestHeaders';
import { requestForm, requestProperties, type CustomRequest } from './requestForm';
import { readRequestPath } from './requestPath';

/** Any path of Vapi's API that has no operation of its own. */
export const request: Operation = {
  option: {
    name: 'Request',
    value: 'request',
    action: 'Make a custom API call',
    description:
      'Send a request to any path of the Vapi API with the key of the credential. What it does, and what it costs, depends on the path.',
  },
  properties: requestProperties,
  execute: async (context, itemIndex) => {
    const given = requestForm.read(context, itemIndex) as unknown as CustomRequest;
    const path = await readPath(context, given.path, itemIndex);
    const headers = readHeaders(context, given.headers, itemIndex);
    const qs = given.query as IDataObject | undefined;
    const style = given.pagination ?? 'none';
    if (style !== 'none') {
      const [name] = Object.keys(headers);
      if (name !== undefined) throw fail(context.getNode(), 'API_HEADER_REFUSED', name, itemIndex);
      const rows: IDataObject[] = [];
      const wanted = given.returnAll === true ? Infinity : (given.limit ?? 50);
      for await (const page of readPages(context, style, { path, qs: qs ?? {}, itemIndex }, wanted))
        for (const row of page) rows.push(toItem(row));
      return rows;
    }
    const body = readBody(context, given.body, itemIndex);
    const { method } = given;
    // Shown as they are: the node does not follow where the key may not go.
    const redirects = true;
    const request = { method, path, qs, body, headers, itemIndex, redirects };
    return itemsOf(context, await vapiAnswer.call(context, request), request);
  },
};

async function readPath(context: IExecuteFunctions, given: string, itemIndex: number): Promise<string> {
  const credential = await context.getCredentials<VapiApiCredential>('vapiApi', itemIndex);
  const read = readRequestPath(given, baseUrlOf(credential));
  if (!read.ok) throw fail(context.getNode(), 'API_PATH_REFUSED', read.problem, itemIndex);
  return read.path;
}

function readBody(
  context: IExecuteFunctions,
  given: unknown,
  itemIndex: number,
): IDataObject | IDataObject[] | undefined {
  if (given === undefined || isEmptyObject(given)) return undefined;
  if (isObject(given) || Array.isArray(given)) return given as IDataObject | IDataObject[];
  throw fail(context.getNode(), 'INPUT_NOT_JSON_OBJECT', 'Body (JSON)', itemIndex);
}
