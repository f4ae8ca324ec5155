import type { INodeParameters } from 'n8n-workflow';
import { IDS, picked } from '../../../../support/engineOperation';

/** A tool with little and with everything filled in. */
export interface ToolCase {
  toolType: string;
  /** What cannot be left out. */
  minimal: INodeParameters;
  minimalBody: object;
  full: INodeParameters;
  fullBody: object;
}

const CREDENTIAL = '6a1f9c3e-8b2d-4e7f-9a0b-1c2d3e4f5a6b';

const row = (...rows: INodeParameters[]): INodeParameters => ({ row: rows });
const parameters = (...rows: INodeParameters[]): INodeParameters => ({ parameter: rows });

/** By default the caller hears something; the words are those of the Tool Trigger. */
export const FILLERS = [
  { type: 'request-start', content: 'One moment, please.' },
  {
    type: 'request-response-delayed',
    timingMilliseconds: 4000,
    content: 'This takes a little longer than usual. Thank you for waiting.',
  },
  expect.objectContaining({ type: 'request-failed', role: 'system' }),
];

const MESSAGES: INodeParameters = {
  startMessage: 'Let me look.',
  blocking: true,
  delayedMessage: 'Still looking.',
  delayedSeconds: 2.5,
  failedMessage: 'That did not work.',
  completeMessage: 'Done.',
  endCall: true,
};

const MESSAGES_SENT = [
  { type: 'request-start', content: 'Let me look.', blocking: true },
  { type: 'request-response-delayed', timingMilliseconds: 2500, content: 'Still looking.' },
  { type: 'request-failed', content: 'That did not work.' },
  { type: 'request-complete', content: 'Done.', endCallAfterSpokenEnabled: true },
];

const SERVER: INodeParameters = {
  serverTimeoutSeconds: 45,
  serverCredentialId: picked(CREDENTIAL),
  serverHeaders: row({ name: 'X-Clinic', value: 'north' }),
  serverStaticIp: true,
  retries: {
    values: {
      type: 'fixed',
      maxRetries: 2,
      baseDelaySeconds: 0.5,
      excludedStatusCodes: ['400', '404'],
    },
  },
};

const SERVER_SENT = {
  timeoutSeconds: 45,
  credentialId: CREDENTIAL,
  headers: { 'X-Clinic': 'north' },
  staticIpAddressesEnabled: true,
  backoffPlan: { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0.5, excludedStatusCodes: [400, 404] },
};

const EXTRACTION: INodeParameters = {
  aliases: row({ key: 'orderStatus', value: '{{ $.order.status }}' }),
  extractionSchema: '{"type": "object", "properties": {"total": {"type": "number"}}}',
};

const EXTRACTION_SENT = {
  aliases: [{ key: 'orderStatus', value: '{{ $.order.status }}' }],
  schema: { type: 'object', properties: { total: { type: 'number' } } },
};

const COMMON: INodeParameters = {
  rejectionPlan: '{"conditions": [{"type": "regex", "regex": "bye", "negate": true}]}',
};

const COMMON_SENT = { rejectionPlan: { conditions: [{ type: 'regex', regex: 'bye', negate: true }] } };

const NAMED: INodeParameters = { toolName: 'do_it', toolDescription: 'Does it' };
const NAMED_SENT = { function: { name: 'do_it', description: 'Does it' } };

/** The types whose only fields are those that every tool has. */
const plain = (toolType: string): ToolCase => ({
  toolType,
  minimal: {},
  minimalBody: { type: toolType },
  full: { messages: MESSAGES, additionalFields: { ...NAMED, ...COMMON } },
  fullBody: { type: toolType, messages: MESSAGES_SENT, ...NAMED_SENT, ...COMMON_SENT },
});

const integration = (toolType: string): ToolCase => ({
  toolType,
  minimal: {},
  minimalBody: { type: toolType, messages: FILLERS },
  full: { ...NAMED, messages: MESSAGES, additionalFields: COMMON },
  fullBody: { type: toolType, messages: MESSAGES_SENT, ...NAMED_SENT, ...COMMON_SENT },
});

export const TOOL_CASES: readonly ToolCase[] = [
  {
    toolType: 'function',
    minimal: { toolName: 'lookup' },
    minimalBody: { type: 'function', function: { name: 'lookup' }, messages: FILLERS },
    full: {
      toolName: 'book_appointment',
      toolDescription: 'Books an appointment',
      parameters: parameters(
        { name: 'date', type: 'date', description: 'the day', required: true },
        { name: 'service', type: 'string', choices: 'check-up, cleaning', required: false },
      ),
      serverUrl: 'https://n8n.example.com/webhook/book',
      messages: MESSAGES,
      additionalFields: {
        async: true,
        strict: true,
        staticParameters: row({ key: 'callId', value: '{{ call.id }}' }, { key: 'shop', value: '={{ 7 }}' }),
        ...EXTRACTION,
        ...SERVER,
        ...COMMON,
      },
    },
    fullBody: {
      type: 'function',
      function: {
        name: 'book_appointment',
        description: 'Books an appointment',
        strict: true,
        parameters: {
          type: 'object',
          properties: {
            date: { type: 'string', format: 'date', description: 'the day' },
            service: { type: 'string', enum: ['check-up', 'cleaning'] },
          },
          required: ['date'],
        },
      },
      async: true,
      server: { url: 'https://n8n.example.com/webhook/book', ...SERVER_SENT },
      parameters: [
        { key: 'callId', value: '{{ call.id }}' },
        { key: 'shop', value: 7 },
      ],
      variableExtractionPlan: EXTRACTION_SENT,
      messages: MESSAGES_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'apiRequest',
    minimal: { url: 'https://api.example.com/orders' },
    minimalBody: {
      type: 'apiRequest',
      method: 'POST',
      url: 'https://api.example.com/orders',
      messages: FILLERS,
    },
    full: {
      toolName: 'create_order',
      toolDescription: 'Creates an order',
      method: 'PUT',
      url: 'https://api.example.com/orders/{{ orderId }}',
      parametersAs: 'json',
      parametersSchema:
        '{"properties": {"lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}}}}',
      messages: MESSAGES,
      additionalFields: {
        credentialId: picked(CREDENTIAL),
        encryptedPaths: ['card.number'],
        requestHeaders: row({ name: 'X-Call-Type', value: '{{ call.type }}' }),
        headersSchema: '{"properties": {"X-Language": {"type": "string", "description": "of the caller"}}}',
        retries: { values: { type: 'exponential', maxRetries: 3, baseDelaySeconds: 1 } },
        staticParameters: row({ key: 'source', value: 'phone' }),
        timeoutSeconds: 30,
        ...EXTRACTION,
        ...COMMON,
      },
    },
    fullBody: {
      type: 'apiRequest',
      name: 'create_order',
      description: 'Creates an order',
      method: 'PUT',
      url: 'https://api.example.com/orders/{{ orderId }}',
      body: {
        type: 'object',
        properties: {
          lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
        },
      },
      credentialId: CREDENTIAL,
      encryptedPaths: ['card.number'],
      headers: {
        type: 'object',
        properties: {
          'X-Call-Type': { type: 'string', value: '{{ call.type }}' },
          'X-Language': { type: 'string', description: 'of the caller' },
        },
      },
      backoffPlan: { type: 'exponential', maxRetries: 3, baseDelaySeconds: 1 },
      parameters: [{ key: 'source', value: 'phone' }],
      timeoutSeconds: 30,
      variableExtractionPlan: EXTRACTION_SENT,
      messages: MESSAGES_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'code',
    minimal: { toolName: 'total', code: 'return 1;' },
    minimalBody: { type: 'code', function: { name: 'total' }, code: 'return 1;', messages: FILLERS },
    full: {
      toolName: 'total',
      toolDescription: 'Adds up',
      parameters: parameters({ name: 'price', type: 'number' }),
      code: 'return { total: args.price };',
      messages: MESSAGES,
      additionalFields: {
        async: false,
        credentialId: picked(CREDENTIAL),
        environmentVariables: row({ name: 'API_KEY', value: 'k-1' }),
        timeoutSeconds: 30,
        serverUrl: 'https://n8n.example.com/webhook/code',
        ...EXTRACTION,
        ...SERVER,
        ...COMMON,
      },
    },
    fullBody: {
      type: 'code',
      function: {
        name: 'total',
        description: 'Adds up',
        parameters: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] },
      },
      code: 'return { total: args.price };',
      async: false,
      credentialId: CREDENTIAL,
      environmentVariables: [{ name: 'API_KEY', value: 'k-1' }],
      timeoutSeconds: 30,
      server: { url: 'https://n8n.example.com/webhook/code', ...SERVER_SENT },
      variableExtractionPlan: EXTRACTION_SENT,
      messages: MESSAGES_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'transferCall',
    minimal: {},
    minimalBody: { type: 'transferCall' },
    full: {
      transferDestinations: row(
        {
          type: 'number',
          number: '+1 (415) 555-0123',
          description: 'Billing',
          transferMode: 'warm-transfer-say-message',
          transferMessage: 'A question about a bill.',
          options: { callerId: '{{customer.number}}', extension: '101', message: '', dialTimeout: 30 },
        },
        { type: 'number', number: '1234', options: { numberE164CheckEnabled: false, dialTimeout: 20 } },
        {
          type: 'sip',
          sipUri: 'support@pbx.example.com',
          transferMode: 'warm-transfer-twiml',
          transferTwiml: '<Say>Hello</Say>',
          options: {
            sipHeaders: '{"X-Account": "gold"}',
            callerId: '+1 415 555 0100',
            otherFields: '{"transferPlan": {"sipVerb": "dial"}}',
          },
        },
        {
          type: 'assistant',
          assistantName: 'Billing',
          description: 'Bills',
          historyMode: 'delete-history',
          options: { message: 'Over to billing.' },
        },
      ),
      messages: MESSAGES,
      additionalFields: { ...NAMED, ...COMMON },
    },
    fullBody: {
      type: 'transferCall',
      destinations: [
        {
          type: 'number',
          number: '+14155550123',
          description: 'Billing',
          callerId: '{{customer.number}}',
          extension: '101',
          message: '',
          transferPlan: {
            mode: 'warm-transfer-say-message',
            message: 'A question about a bill.',
            dialTimeout: 30,
          },
        },
        {
          type: 'number',
          number: '1234',
          numberE164CheckEnabled: false,
          transferPlan: { mode: 'blind-transfer', dialTimeout: 20 },
        },
        {
          type: 'sip',
          sipUri: 'sip:support@pbx.example.com',
          callerId: '+14155550100',
          sipHeaders: { 'X-Account': 'gold' },
          transferPlan: { mode: 'warm-transfer-twiml', twiml: '<Say>Hello</Say>', sipVerb: 'dial' },
        },
        {
          type: 'assistant',
          assistantName: 'Billing',
          description: 'Bills',
          transferMode: 'delete-history',
          message: 'Over to billing.',
        },
      ],
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'handoff',
    minimal: { handoffDestinations: row({ type: 'assistant', assistantId: picked(IDS.assistant) }) },
    minimalBody: {
      type: 'handoff',
      destinations: [{ type: 'assistant', assistantId: IDS.assistant }],
    },
    full: {
      handoffDestinations: row(
        {
          type: 'assistant',
          description: 'Bills',
          context: 'lastNMessages',
          maxMessages: 5,
          options: {
            assistantName: 'Billing',
            extractionSchema: '{"type": "object", "properties": {"name": {"type": "string"}}}',
            otherFields: '{"assistantOverrides": {"firstMessage": "Hello again"}}',
          },
        },
        {
          type: 'squad',
          squadId: picked(IDS.squad),
          context: 'none',
          options: { entryAssistantName: 'Front' },
        },
        { type: 'dynamic', serverUrl: 'https://n8n.example.com/webhook/handoff', options: SERVER },
      ),
      messages: MESSAGES,
      additionalFields: {
        ...NAMED,
        parameters: parameters({ name: 'reason' }),
        defaultResult: 'Handing over.',
        ...COMMON,
      },
    },
    fullBody: {
      type: 'handoff',
      destinations: [
        {
          type: 'assistant',
          assistantName: 'Billing',
          description: 'Bills',
          contextEngineeringPlan: { type: 'lastNMessages', maxMessages: 5 },
          variableExtractionPlan: { schema: { type: 'object', properties: { name: { type: 'string' } } } },
          assistantOverrides: { firstMessage: 'Hello again' },
        },
        {
          type: 'squad',
          squadId: IDS.squad,
          entryAssistantName: 'Front',
          contextEngineeringPlan: { type: 'none' },
        },
        { type: 'dynamic', server: { url: 'https://n8n.example.com/webhook/handoff', ...SERVER_SENT } },
      ],
      function: {
        name: 'do_it',
        description: 'Does it',
        parameters: { type: 'object', properties: { reason: { type: 'string' } }, required: ['reason'] },
      },
      defaultResult: 'Handing over.',
      messages: MESSAGES_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'query',
    minimal: {
      knowledgeBases: row({
        name: 'prices',
        description: 'Prices',
        fileIds: row({ id: picked(IDS.file) }),
      }),
    },
    minimalBody: {
      type: 'query',
      knowledgeBases: [{ provider: 'google', name: 'prices', description: 'Prices', fileIds: [IDS.file] }],
      messages: FILLERS,
    },
    full: {
      knowledgeBases: row({
        name: 'prices',
        description: 'Prices',
        fileIds: row({ id: picked(IDS.file) }, { id: picked(IDS.tool) }),
        model: 'gemini-2.5-flash',
      }),
      messages: MESSAGES,
      additionalFields: { ...NAMED, ...COMMON },
    },
    fullBody: {
      type: 'query',
      knowledgeBases: [
        {
          provider: 'google',
          name: 'prices',
          description: 'Prices',
          fileIds: [IDS.file, IDS.tool],
          model: 'gemini-2.5-flash',
        },
      ],
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'mcp',
    minimal: { serverUrl: 'https://n8n.example.com/mcp/clinic' },
    minimalBody: { type: 'mcp', server: { url: 'https://n8n.example.com/mcp/clinic' }, messages: FILLERS },
    full: {
      serverUrl: 'https://n8n.example.com/mcp/clinic',
      messages: MESSAGES,
      additionalFields: {
        protocol: 'sse',
        toolMessages: '[{"name": "lookup", "messages": []}]',
        ...SERVER,
        ...NAMED,
        ...COMMON,
      },
    },
    fullBody: {
      type: 'mcp',
      server: { url: 'https://n8n.example.com/mcp/clinic', ...SERVER_SENT },
      metadata: { protocol: 'sse' },
      toolMessages: [{ name: 'lookup', messages: [] }],
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'sipRequest',
    minimal: {},
    minimalBody: { type: 'sipRequest', verb: 'INFO' },
    full: {
      verb: 'NOTIFY',
      body: 'Signal=5',
      messages: MESSAGES,
      additionalFields: {
        requestHeaders: row({ name: 'X-A', value: '1' }),
        headersSchema: '{"properties": {"X-B": {"type": "string"}}}',
        ...NAMED,
        ...COMMON,
      },
    },
    fullBody: {
      type: 'sipRequest',
      verb: 'NOTIFY',
      body: 'Signal=5',
      headers: {
        type: 'object',
        properties: { 'X-A': { type: 'string', value: '1' }, 'X-B': { type: 'string' } },
      },
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  {
    toolType: 'voicemail',
    minimal: {},
    minimalBody: { type: 'voicemail' },
    full: {
      voicemailMessage: 'Please call us back.',
      additionalFields: { beepDetectionEnabled: true, ...NAMED, ...COMMON },
    },
    fullBody: {
      type: 'voicemail',
      messages: [{ type: 'request-start', content: 'Please call us back.' }],
      beepDetectionEnabled: true,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  {
    ...plain('dtmf'),
    full: { messages: MESSAGES, additionalFields: { sipInfoDtmfEnabled: true, ...NAMED, ...COMMON } },
    fullBody: {
      type: 'dtmf',
      sipInfoDtmfEnabled: true,
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  plain('endCall'),
  {
    toolType: 'sms',
    minimal: {},
    minimalBody: { type: 'sms', messages: FILLERS },
    full: {
      messages: MESSAGES,
      additionalFields: { fromNumber: '+1 415 555 0123', ...NAMED, ...COMMON },
    },
    fullBody: {
      type: 'sms',
      metadata: { from: '+14155550123' },
      messages: MESSAGES_SENT,
      ...NAMED_SENT,
      ...COMMON_SENT,
    },
  },
  integration('google.calendar.event.create'),
  integration('google.calendar.availability.check'),
  integration('google.sheets.row.append'),
  integration('slack.message.send'),
  integration('gohighlevel.calendar.availability.check'),
  integration('gohighlevel.calendar.event.create'),
  integration('gohighlevel.contact.create'),
  integration('gohighlevel.contact.get'),
  {
    toolType: 'other',
    minimal: {},
    minimalBody: { type: 'bash', subType: 'bash_20241022', name: 'bash' },
    full: {
      toolJson:
        '{"type": "textEditor", "subType": "text_editor_20241022", "name": "str_replace_editor", "messages": []}',
    },
    fullBody: {
      type: 'textEditor',
      subType: 'text_editor_20241022',
      name: 'str_replace_editor',
      messages: [],
    },
  },
];
