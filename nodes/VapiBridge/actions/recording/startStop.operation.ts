import type { INodeProperties } from 'n8n-workflow';
import { bridgeRequest, type BridgeRequest } from '../../../shared/bridge/transport';
import { outputOf } from '../../../shared/actions/output';
import type { ItemOperation } from '../../../shared/actions/operation';
import { pathOf, recordingSubject, sessionSubject, subjectId, subjectProperty } from '../common/subject';
import { simplifyRecording } from './simplifyRecording';

/** `POST /v1/sessions/{id}/recording`. Gives the recording. */
export const startRecording: ItemOperation = {
  option: {
    name: 'Start',
    value: 'start',
    action: 'Start a recording of a session',
    description: 'Record a live call of the bridge from now on',
  },
  properties: [subjectProperty(sessionSubject)],
  execute: async (context, itemIndex) => {
    const sessionId = subjectId(context, itemIndex, sessionSubject);
    const answer = await bridgeRequest(context, {
      ...switchOf(sessionId, 'start'),
      // What is being recorded is not begun again.
      ...{ repeatable: 'always', itemIndex },
    });
    return [{ ...outputOf(answer, true, simplifyRecording), sessionId }];
  },
};

const stopBy: INodeProperties = {
  displayName: 'Stop By',
  name: 'stopBy',
  type: 'options',
  default: 'session',
  options: [
    { name: 'Recording', value: 'recording', description: 'Also one of a Vapi call that is listened to' },
    { name: 'Session', value: 'session', description: 'Whatever is being recorded of a call of the bridge' },
  ],
};

const shownFor = (value: string, property: INodeProperties): INodeProperties => ({
  ...property,
  displayOptions: { show: { stopBy: [value] } },
});

/** `POST /v1/sessions/{id}/recording` or `POST /v1/recordings/{id}/stop`. Gives the recording. */
export const stopRecording: ItemOperation = {
  option: {
    name: 'Stop',
    value: 'stop',
    action: 'Stop a recording',
    description: 'End a recording and keep it; the call goes on',
  },
  properties: [
    stopBy,
    shownFor('session', subjectProperty(sessionSubject)),
    shownFor('recording', subjectProperty(recordingSubject)),
  ],
  execute: async (context, itemIndex) => {
    // What has been stopped is no longer there to be stopped.
    const once = { repeatable: 'unlessDone', itemIndex } as const;
    if (context.getNodeParameter('stopBy', itemIndex, 'session') === 'recording') {
      const id = subjectId(context, itemIndex, recordingSubject);
      const path = `${pathOf(recordingSubject, id)}/stop`;
      const answer = await bridgeRequest(context, { method: 'POST', path, ...once });
      return [{ ...outputOf(answer, true, simplifyRecording), id }];
    }
    const sessionId = subjectId(context, itemIndex, sessionSubject);
    const answer = await bridgeRequest(context, { ...switchOf(sessionId, 'stop'), ...once });
    return [{ ...outputOf(answer, true, simplifyRecording), sessionId }];
  },
};

function switchOf(
  sessionId: string,
  action: 'start' | 'stop',
): Pick<BridgeRequest, 'method' | 'path' | 'body'> {
  return { method: 'POST', path: `${pathOf(sessionSubject, sessionId)}/recording`, body: { action } };
}
