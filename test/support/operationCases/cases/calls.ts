import { IDS, picked } from '../../engineOperation';
import { isPost, other, plain, route, type OperationCase } from './operationCase';

const { assistant, phoneNumber, call } = IDS;

/** Several items are refused at once, and nothing else would be seen. */
const alone: Partial<OperationCase> = { oneForAll: true, items: [{ json: {} }] };

export const callCases: OperationCase[] = [
  plain('call', 'create', route),
  plain('call', 'createMany', route),
  plain('call', 'createAndWait', route, { ...alone, about: 'reading the assistant' }),
  plain('call', 'createAndWait', route, {
    ...alone,
    about: 'placing the call',
    well: (request) => (isPost(request) ? undefined : { id: assistant }),
  }),
  plain('call', 'createForInboundTwilioCall', {
    assistantId: picked(assistant),
    phoneNumberId: picked(phoneNumber),
    callerNumber: '+14155550123',
  }),
  plain('call', 'preflight', route, {
    about: 'reading number and assistant',
    reports: true,
    notFoundIsAnAnswer: true,
    well: ({ path }) => (path.startsWith('/call') ? [] : undefined),
  }),
  plain('call', 'preflight', route, {
    about: 'counting calls',
    reports: true,
    well: ({ path }) => (path.startsWith('/call') ? undefined : { id: other }),
  }),
  plain('call', 'get', { callId: picked(call) }),
  plain('call', 'getAll', { returnAll: true }),
  plain('call', 'update', { callId: picked(call), updateFields: { name: 'A' } }),
  plain('call', 'deleteData', { callId: picked(call) }),
  plain('call', 'deleteData', { calls: 'several', callIds: `${call}, ${other}` }, { about: 'several calls' }),
  plain('call', 'downloadRecording', { callId: picked(call) }, { file: true }),
  plain(
    'call',
    'downloadRecording',
    { callId: picked(call), recording: 'call-logs' },
    { about: 'logs', file: true },
  ),
];
