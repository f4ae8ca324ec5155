import { bridgeRequest } from '../../../shared/bridge/transport';
import { mustNotRetry } from '../../../shared/actions/mustNotRetry';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { simplifySession } from './simplifySession';
import { readStartBody, startProperties } from './startFields';

/** `POST /v1/sessions`. */
export const start: ItemOperation = {
  option: {
    name: 'Start Call',
    value: 'start',
    action: 'Start a phone call over the bridge',
    description:
      'Let the carrier of the bridge dial, and connect whoever answers to an assistant. This places a real call that costs money.',
  },
  properties: [...startProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    mustNotRetry(context, itemIndex);
    // Read first: once the call is placed, a broken expression must not turn it into an error.
    const simple = wantsSimple(context, itemIndex);
    const body = readStartBody(context, itemIndex);
    const session = await bridgeRequest(context, { method: 'POST', path: '/v1/sessions', body, itemIndex });
    return [outputOf(session, simple, simplifySession)];
  },
};
