import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { bridgeRequest } from '../../../shared/bridge/transport';
import type { JsonObject } from '../../../shared/protocol/json';
import type { ItemOperation } from '../../../shared/actions/operation';
import { pathOf, sessionSubject, subjectId, subjectProperty } from '../common/subject';

/** What `POST /v1/sessions/{id}/control` takes: the bodies of Vapi's control URL, and those of the bridge alone. */
export type ControlBody = JsonObject & { type: string };

/**
 * An operation that sends one message to a live session. Gives `{success, sessionId, sent}`, where `sent` is the type
 * of the message. It is not repeated when its fate is unknown: words would be said twice.
 */
export function controlOperation(
  option: INodePropertyOptions,
  properties: INodeProperties[],
  bodyOf: (context: IExecuteFunctions, itemIndex: number) => ControlBody,
): ItemOperation {
  return {
    option,
    properties: [subjectProperty(sessionSubject), ...properties],
    execute: async (context, itemIndex) => {
      const sessionId = subjectId(context, itemIndex, sessionSubject);
      const body = bodyOf(context, itemIndex);
      const path = `${pathOf(sessionSubject, sessionId)}/control`;
      await bridgeRequest(context, { method: 'POST', path, body, itemIndex });
      return [{ success: true, sessionId, sent: body.type }];
    },
  };
}
