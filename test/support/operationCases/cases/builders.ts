import { IDS, picked } from '../../engineOperation';
import { isPatch, other, plain, usual, type OperationCase } from './operationCase';

const { assistant, phoneNumber, call, squad, tool } = IDS;

const withModel = { id: assistant, model: { provider: 'openai', model: 'gpt-4o', toolIds: [tool] } };

export const builderCases: OperationCase[] = [
  ...usual('assistant', 'assistantId', assistant),
  plain('assistant', 'create', { name: 'A', modelName: 'gpt-4o' }),
  plain('assistant', 'update', { assistantId: picked(assistant), name: 'A' }),
  plain(
    'assistant',
    'update',
    { assistantId: picked(assistant), systemPrompt: 'Be brief' },
    { about: 'reading it', well: (request) => (isPatch(request) ? {} : undefined) },
  ),
  plain('assistant', 'checkVariables', { assistantId: picked(assistant) }),
  plain(
    'assistant',
    'checkVariables',
    { assistantId: picked(assistant) },
    {
      about: 'reading a tool',
      notFoundIsAnAnswer: true,
      well: ({ path }) => (path.startsWith('/tool') ? undefined : withModel),
    },
  ),
  ...usual('squad', 'squadId', squad),
  plain('squad', 'create', { name: 'A', members: { row: [{ assistantId: picked(assistant) }] } }),
  plain(
    'squad',
    'update',
    { squadId: picked(squad), updateFields: { name: 'A' } },
    { about: 'reading it', well: (request) => (isPatch(request) ? {} : undefined) },
  ),
  plain(
    'squad',
    'update',
    { squadId: picked(squad), updateFields: { name: 'A' } },
    { about: 'changing it', well: (request) => (isPatch(request) ? undefined : { id: squad, members: [] }) },
  ),
  ...usual('tool', 'toolId', tool),
  plain('tool', 'create', { toolType: 'function', toolName: 'book' }),
  plain(
    'tool',
    'update',
    { toolId: picked(tool), toolType: 'function', updateFields: { toolDescription: 'A' } },
    { about: 'reading it', well: (request) => (isPatch(request) ? {} : undefined) },
  ),
  plain(
    'tool',
    'update',
    { toolId: picked(tool), toolType: 'function', updateFields: { toolDescription: 'A' } },
    {
      about: 'changing it',
      well: (request) => (isPatch(request) ? undefined : { id: tool, type: 'function' }),
    },
  ),
  ...usual('phoneNumber', 'phoneNumberId', phoneNumber),
  plain('phoneNumber', 'create', { numberType: 'vapi', assistantId: picked(assistant) }),
  plain(
    'phoneNumber',
    'update',
    { phoneNumberId: picked(phoneNumber), updateFields: { name: 'A' } },
    { about: 'reading it', well: (request) => (isPatch(request) ? {} : undefined) },
  ),
  plain(
    'phoneNumber',
    'update',
    { phoneNumberId: picked(phoneNumber), updateFields: { name: 'A' } },
    {
      about: 'changing it',
      well: (request) => (isPatch(request) ? undefined : { id: phoneNumber, provider: 'twilio' }),
    },
  ),
  ...usual('credential', 'credentialId'),
  plain('credential', 'create', { provider: 'custom-llm', apiKey: 'secret-of-the-model' }),
  plain('credential', 'update', {
    credentialId: picked(other),
    provider: 'custom-llm',
    updateFields: { name: 'A' },
  }),
  ...usual('structuredOutput', 'structuredOutputId'),
  plain('structuredOutput', 'create', {
    name: 'A',
    values: { parameter: [{ name: 'booked', type: 'boolean' }] },
  }),
  plain('structuredOutput', 'update', { structuredOutputId: picked(other), updateFields: { name: 'A' } }),
  plain('structuredOutput', 'run', {
    structuredOutputId: picked(other),
    callIds: { row: [{ id: picked(call) }] },
  }),
];
