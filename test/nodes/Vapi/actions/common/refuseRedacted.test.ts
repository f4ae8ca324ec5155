import type { INode } from 'n8n-workflow';
import { refuseRedacted } from '../../../../../nodes/Vapi/actions/common/refuseRedacted';
import { redactSecrets } from '../../../../../nodes/shared/protocol/redact';

const node = { name: 'Vapi', type: 'vapi' } as INode;

it.each<[string, object]>([
  ['server.headers', { server: { url: 'https://a.example.com', headers: { 'X-Key': 'k' } } }],
  ['model.tools.0.parameters.0.value', { model: { tools: [{ parameters: [{ key: 'a', value: 'k' }] }] } }],
  ['server.url', { type: 'mcp', server: { url: 'https://mcp.example.com/k' } }],
])('finds %s in what an output shows', (path, stored) => {
  expect(() => refuseRedacted(node, stored, 0)).not.toThrow();
  expect(() => refuseRedacted(node, redactSecrets({ ...stored }), 0)).toThrow(`${path} has [redacted]`);
});

it.each<[object]>([
  [{ model: { messages: [{ content: 'Say [redacted] instead of card numbers.' }] } }],
  [{ compliancePlan: { securityFilterPlan: { replacementText: '[redacted]' } } }],
  [{ a: null, b: undefined, c: [1, true, ''] }],
])('leaves the words of the builder alone: %j', (body) => {
  expect(() => refuseRedacted(node, body, 0)).not.toThrow();
});
