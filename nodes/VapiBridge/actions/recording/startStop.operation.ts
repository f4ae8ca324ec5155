import type { INodePropertyOptions } from 'n8n-workflow';
import { bridgeRequest, type BridgeRequest } from '../../../shared/bridge/transport';
import { outputOf } from '../../../Vapi/actions/common/output';
import type { ItemOperation } from '../../../Vapi/actions/operation';
import { pathOf, sessionSubject, subjectId, subjectProperty } from '../common/subject';
import { simplifyRecording } from './simplifyRecording';

/** `POST /v1/sessions/{id}/recording`. Gives the recording. */
function recordingSwitch(option: INodePropertyOptions, action: 'start' | 'stop'): ItemOperation {
  return {
    option,
    properties: [subjectProperty(sessionSubject)],
    execute: async (context, itemIndex) => {
      const sessionId = subjectId(context, itemIndex, sessionSubject);
      const path = `${pathOf(sessionSubject, sessionId)}/recording`;
      // What is being recorded is not begun again; what has been stopped is no longer there to be stopped.
      const repeatable = action === 'start' ? 'always' : 'unlessDone';
      const request: BridgeRequest = { method: 'POST', path, body: { action }, repeatable, itemIndex };
      const answer = await bridgeRequest(context, request);
      return [{ ...outputOf(answer, true, simplifyRecording), sessionId }];
    },
  };
}

export const startRecording = recordingSwitch(
  {
    name: 'Start',
    value: 'start',
    action: 'Start a recording of a session',
    description: 'Record a live call of the bridge from now on',
  },
  'start',
);

export const stopRecording = recordingSwitch(
  {
    name: 'Stop',
    value: 'stop',
    action: 'Stop the recording of a session',
    description: 'End the recording; the call goes on',
  },
  'stop',
);
