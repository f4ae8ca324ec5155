/** A server message that Vapi sends for information: any 2xx is a fine answer. Source: Vapi docs, server events. */
export interface ServerEvent {
  type: string;
  name: string;
  description: string;
}

/** In the order in which a builder looks for them; the first is what most workflows want. */
export const SERVER_EVENTS: readonly ServerEvent[] = [
  {
    type: 'end-of-call-report',
    name: 'End-of-Call Report',
    description: 'Summary, transcript, cost and reason, once the call is over',
  },
  {
    type: 'status-update',
    name: 'Status Update',
    description: 'The call was queued, rings, is in progress, is forwarded or has ended',
  },
  {
    type: 'transcript',
    name: 'Transcript',
    description: 'What was said, partial and final',
  },
  {
    type: 'conversation-update',
    name: 'Conversation Update',
    description: 'The whole conversation so far, at each turn',
  },
  {
    type: 'speech-update',
    name: 'Speech Update',
    description: 'The caller or the assistant started or stopped speaking',
  },
  {
    type: 'user-interrupted',
    name: 'User Interrupted',
    description: 'The caller talked over the assistant',
  },
  {
    type: 'transfer-update',
    name: 'Transfer Update',
    description: 'The call was handed to another assistant or number',
  },
  {
    type: 'hang',
    name: 'Hang',
    description: 'The assistant is delayed; this is not a hang-up',
  },
  {
    type: 'assistant.started',
    name: 'Assistant Started',
    description: 'An assistant took over the call',
  },
];
