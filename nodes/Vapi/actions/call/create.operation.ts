import type { IDataObject } from 'n8n-workflow';
import { asObject, asText } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { readCallBody } from './callBody';
import { callProperties } from './callFields';
import { readCallTo } from './callRoute';
import { hintIfBlocked } from './concurrency';
import { mustNotRetry } from '../../../shared/actions/mustNotRetry';
import { simplifyCall } from './simplifyCall';

/** Places an outbound phone call. Source: Vapi API reference, POST /call. */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create an outbound phone call',
    description:
      'Let an assistant or squad call a phone number or SIP address now or at a set time. This places a real call that costs money.',
  },
  properties: [...callProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    mustNotRetry(context, itemIndex);
    // Read first: once the call is placed, a broken expression must not turn it into an error.
    const simple = wantsSimple(context, itemIndex);
    const target = readCallTo(context, itemIndex);
    const call = await vapiRequest.call(context, {
      method: 'POST',
      path: '/call',
      body: readCallBody(context, itemIndex),
      itemIndex,
    });
    hintIfBlocked(context, call);
    const output = outputOf(call, simple, simplifyCall);
    if (target !== 'webSocket') return [output];
    return [withSocket(output, asText(asObject(asObject(call).transport).websocketCallUrl), simple)];
  },
};

/**
 * Everywhere else the URL is hidden, because it joins the call without a key. Here the builder has asked for just
 * that, and without it the call is of no use.
 */
function withSocket(output: IDataObject, websocketCallUrl: string | undefined, simple: boolean): IDataObject {
  if (websocketCallUrl === undefined) return output;
  if (simple) return { ...output, websocketCallUrl };
  return { ...output, transport: { ...(asObject(output.transport) as IDataObject), websocketCallUrl } };
}
