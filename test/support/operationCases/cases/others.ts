import type { INodeParameters } from 'n8n-workflow';
import { IDS, picked } from '../../engineOperation';
import { other, plain, route, usual, type OperationCase } from './operationCase';

const { assistant } = IDS;

export const textCases: OperationCase[] = [
  ...usual('chat', 'chatId'),
  plain('chat', 'send', { assistantId: picked(assistant), inputText: 'Hello' }),
  plain(
    'chat',
    'send',
    { assistantId: picked(assistant), inputText: 'Hello', additionalFields: { stream: true } },
    { about: 'streamed' },
  ),
  ...usual('session', 'sessionId'),
  plain('session', 'create', { assistantId: picked(assistant) }),
  plain('session', 'update', { sessionId: picked(other), updateFields: { name: 'A' } }),
];

const campaign: INodeParameters = { campaignId: picked(other) };

export const restCases: OperationCase[] = [
  ...usual('campaign', 'campaignId'),
  plain('campaign', 'create', { name: 'A', ...route }, { oneForAll: true }),
  plain('campaign', 'update', { ...campaign, updateFields: { name: 'A' } }),
  plain('campaign', 'getContacts', { ...campaign, returnAll: true }),
  plain(
    'analytics',
    'query',
    { operations: { row: [{ operation: 'count', column: 'id' }] } },
    { repeatablePost: true },
  ),
  plain('customApiCall', 'request', { path: '/eval' }),
  plain(
    'customApiCall',
    'request',
    { method: 'POST', path: '/eval', body: '{"name":"A"}' },
    { about: 'POST' },
  ),
  plain(
    'customApiCall',
    'request',
    { path: '/eval', pagination: 'page', returnAll: true },
    { about: 'paged' },
  ),
];
