import type { INodePropertyOptions } from 'n8n-workflow';
import { mapped, type Field } from '../../../../shared/form/field';
import { asArray } from '../../../../shared/protocol/json';
import { SERVER_EVENTS } from '../../../../shared/protocol/events';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions): number => a.name.localeCompare(b.name);

/** Messages that want an answer, which the table of events leaves out. */
const REQUESTS: INodePropertyOptions[] = [
  { name: 'Function Call', value: 'function-call', description: 'The older form of tool calls' },
  { name: 'Hand-Off Destination Request', value: 'handoff-destination-request' },
  { name: 'Tool Calls', value: 'tool-calls', description: 'Needed for tools without a server of their own' },
  { name: 'Transfer Destination Request', value: 'transfer-destination-request' },
];

/** Events of chats and sessions are called the same: Created, Deleted. */
const GROUP_PREFIX: Readonly<Record<string, string>> = { chat: 'Chat', session: 'Session' };
const CALL_DATA: Readonly<Record<string, string>> = {
  'call.deleted': 'Call Deleted',
  'call.delete.failed': 'Call Deletion Failed',
};

/** Values of `serverMessages` of an assistant. Source: OpenAPI. */
export const SERVER_MESSAGES: INodePropertyOptions[] = [
  ...SERVER_EVENTS.filter(({ group }) => group !== 'campaign').map(({ type, group, name, description }) => ({
    name: CALL_DATA[type] ?? [GROUP_PREFIX[group], name].filter(Boolean).join(' '),
    value: type,
    description,
  })),
  ...REQUESTS,
].sort(byName);

/** Values of `clientMessages`: what goes to web and mobile clients. Source: OpenAPI. */
export const CLIENT_MESSAGES: INodePropertyOptions[] = [
  { name: 'Assistant Speech Started', value: 'assistant.speechStarted' },
  { name: 'Assistant Started', value: 'assistant.started' },
  { name: 'Conversation Update', value: 'conversation-update' },
  { name: 'Function Call', value: 'function-call' },
  { name: 'Function Call Result', value: 'function-call-result' },
  { name: 'Hang', value: 'hang' },
  { name: 'Language Changed', value: 'language-changed' },
  { name: 'Metadata', value: 'metadata' },
  { name: 'Model Output', value: 'model-output' },
  { name: 'Speech Update', value: 'speech-update' },
  { name: 'Status Update', value: 'status-update' },
  { name: 'Tool Calls', value: 'tool-calls' },
  { name: 'Tool Calls Result', value: 'tool-calls-result' },
  { name: 'Tool Completed', value: 'tool.completed' },
  { name: 'Transcript', value: 'transcript' },
  { name: 'Transfer Update', value: 'transfer-update' },
  { name: 'User Interrupted', value: 'user-interrupted' },
  { name: 'Voice Input', value: 'voice-input' },
  { name: 'Workflow Node Started', value: 'workflow.node.started' },
];

/** A list of messages that is sent only if there is one: none at all would switch off what Vapi sends by itself. */
export function anyChosen<const P extends string>(field: Field<P>): Field<P> {
  return mapped(field, (list) => (asArray(list).length > 0 ? list : undefined));
}
