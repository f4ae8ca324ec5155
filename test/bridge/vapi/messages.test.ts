import fc from 'fast-check';
import {
  addMessage,
  createCallBody,
  END_CALL_MESSAGE,
  parseCreatedCall,
  parseVapiMessage,
} from '../../../bridge/src/vapi/messages';

const read = (text: string) => parseVapiMessage(Buffer.from(text));
const parse = (message: unknown) => read(JSON.stringify(message));

describe('parseVapiMessage', () => {
  it('notices the interruption and the end', () => {
    expect(parse({ type: 'user-interrupted', turnId: 'turn-0003' })).toEqual({ kind: 'interrupted' });
    expect(parse({ message: { turnId: 3, type: 'user-interrupted' } })).toEqual({ kind: 'interrupted' });
    expect(read('{\n  "timestamp" : 1,\n  "type" : "user-interrupted"\n}')).toEqual({ kind: 'interrupted' });
    expect(parse({ type: 'status-update', status: 'ended', endedReason: 'customer-ended-call' })).toEqual({
      kind: 'ended',
      reason: 'customer-ended-call',
    });
    expect(parse({ message: { type: 'status-update', status: 'ended' } })).toEqual({
      kind: 'ended',
      reason: undefined,
    });
  });

  it.each([
    ['beginning', 'started', 'speaking'],
    ['end', 'stopped', 'stopped'],
  ])('notices the %s of an utterance', (_what, status, kind) => {
    const update = { type: 'speech-update', status, role: 'assistant', turn: 2 };
    expect(parse(update)).toEqual({ kind });
    expect(parse({ message: update })).toEqual({ kind });
  });

  it.each([
    [{ type: 'transcript', role: 'user', transcriptType: 'partial', transcript: 'Maña' }],
    [{ type: 'transcript', role: 'user', transcriptType: 'final', transcript: ' ' }],
    [{ type: 'transcript', role: 'user', transcriptType: 'final' }],
    [{ type: 'transcript', role: 'system', transcriptType: 'final', transcript: 'x' }],
    [{ type: 'transcript', role: 'user', transcript: 'please send a "user-interrupted" or "status-update"' }],
    [{ type: 'speech-update', status: 'started', role: 'user', turn: 1 }],
    [{ type: 'speech-update', status: 'paused', role: 'assistant', turn: 1 }],
    [{ type: 'status-update', status: 'in-progress' }],
  ])('takes %j for a sign of life', (message) => {
    expect(parse(message)).toEqual({ kind: 'alive' });
  });

  it.each(['assistant', 'user'])('notices what the %s has said', (role) => {
    const turn = { role, text: 'Mañana, please. 😀' };
    const transcript = { type: 'transcript', role, transcriptType: 'final', transcript: turn.text };
    expect(parse(transcript)).toEqual({ kind: 'said', turn });
    expect(parse({ message: transcript })).toEqual({ kind: 'said', turn });
    const type = 'transcript[transcriptType="final"]';
    expect(parse({ type, role, transcript: turn.text })).toEqual({ kind: 'said', turn });
  });

  it.each([
    [{ type: 'hang' }],
    [{ type: 'conversation-update', messages: [{ role: 'user', message: 'user-interrupted' }] }],
    [{ type: 'something-new', status: 'ended' }],
  ])('ignores %j', (message) => {
    expect(parse(message)).toEqual({ kind: 'ignored' });
  });

  it('does not pass on a reason that could be speech', () => {
    const message = { type: 'status-update', status: 'ended', endedReason: 'my number is 555 0123' };
    expect(parse(message)).toEqual({ kind: 'ended', reason: undefined });
  });

  it.each(['{"type":"user-interrupted"', '["user-interrupted"]', '"user-interrupted"'])(
    'drops %s',
    (text) => {
      expect(read(text)).toEqual({ kind: 'malformed' });
    },
  );

  it('does not parse what names none of these', () => {
    const parser = jest.spyOn(JSON, 'parse');
    expect(read('{"type":"conversation-update","messages":[{"role":"user","content":"hello"}]}')).toEqual({
      kind: 'ignored',
    });
    expect(read('{{{')).toEqual({ kind: 'ignored' });
    expect(parser).not.toHaveBeenCalled();
    parser.mockRestore();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof read(text).kind === 'string'));
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('status-update', 'transcript'), (json, type) => {
        const named = `{"type":"${type}","transcriptType":"final","role":${json},"status":${json}}`;
        return typeof read(named).kind === 'string' && typeof read(`{"message":${named}}`).kind === 'string';
      }),
    );
  });
});

describe('createCallBody', () => {
  const call = {
    assistant: { assistantId: 'a-1' },
    direction: 'inbound' as const,
    carrier: 'twilio',
    carrierCallId: 'CA1',
    callerNumber: undefined,
    calledNumber: '+14155550199',
  };
  const body = (transcripts: boolean, resumes: boolean, toolCalls = false) =>
    JSON.parse(JSON.stringify(createCallBody(call, { transcripts, toolCalls, resumes }))) as Record<
      string,
      unknown
    >;

  it('asks for mu-law at 8 kHz, and for the messages that a relay needs', () => {
    expect(body(false, false)).toEqual({
      assistantId: 'a-1',
      transport: {
        provider: 'vapi.websocket',
        audioFormat: { format: 'mulaw', container: 'raw', sampleRate: 8000 },
      },
      assistantOverrides: {
        // Numbers that the carrier does not name are left out.
        variableValues: { calledNumber: '+14155550199', carrierCallId: 'CA1' },
        clientMessages: ['user-interrupted', 'status-update', 'speech-update'],
      },
      metadata: { carrier: 'twilio', carrierCallId: 'CA1', direction: 'inbound' },
    });
  });

  it('asks for transcripts only where they are needed', () => {
    expect(body(true, false)).toMatchObject({
      assistantOverrides: {
        clientMessages: ['user-interrupted', 'status-update', 'speech-update', 'transcript'],
      },
    });
  });

  it('asks for tool calls only where somebody wants to know them', () => {
    expect(body(false, false, true)).toMatchObject({
      assistantOverrides: {
        clientMessages: ['user-interrupted', 'status-update', 'speech-update', 'tool-calls'],
      },
    });
  });

  it('names another kind of assistant, and what whoever started the call wants in it', () => {
    const options = { transcripts: false, toolCalls: false, resumes: false };
    const added = {
      direction: 'outbound' as const,
      variableValues: { name: 'Ada', calledNumber: 'hers' },
      metadata: { order: 7, direction: 'up' },
    };
    const squad = createCallBody({ ...call, ...added, assistant: { squadId: 's-1' } }, options);
    expect(squad).toMatchObject({
      squadId: 's-1',
      squadOverrides: { variableValues: { name: 'Ada', calledNumber: 'hers', carrierCallId: 'CA1' } },
      metadata: { order: 7, carrier: 'twilio', carrierCallId: 'CA1', direction: 'outbound' },
    });
    expect(squad).not.toHaveProperty('assistantOverrides');
    const assistant = { firstMessage: 'Hello' };
    expect(createCallBody({ ...call, assistant: { assistant } }, options)).toMatchObject({ assistant });
  });

  it('does not have the caller greeted a second time', () => {
    expect(body(true, true)).toMatchObject({
      assistantOverrides: { firstMessageMode: 'assistant-waits-for-user' },
    });
    expect(JSON.stringify(body(true, false))).not.toContain('firstMessageMode');
  });
});

describe('parseCreatedCall', () => {
  const transport = { provider: 'vapi.websocket', websocketCallUrl: 'wss://api.vapi.ai/c-1/transport' };

  it('reads id and address, and notices a call that was not started', () => {
    expect(parseCreatedCall({ id: 'c-1', transport })).toEqual({
      callId: 'c-1',
      websocketCallUrl: 'wss://api.vapi.ai/c-1/transport',
      concurrencyBlocked: false,
    });
    const blocked = { id: 'c-1', subscriptionLimits: { concurrencyBlocked: true } };
    expect(parseCreatedCall(blocked)).toMatchObject({ concurrencyBlocked: true });
  });

  it.each([[null], ['text'], [[]], [{}], [{ id: 'c-1' }], [{ transport }], [{ id: 'c-1', transport: {} }]])(
    'takes %j for no answer',
    (body) => {
      expect(parseCreatedCall(body)).toBeUndefined();
    },
  );
});

it('sends only text of the types that Vapi lists', () => {
  expect(JSON.parse(END_CALL_MESSAGE)).toEqual({ type: 'end-call' });
  expect(JSON.parse(addMessage('Key "5"\nwas pressed.', true))).toEqual({
    type: 'add-message',
    message: { role: 'system', content: 'Key "5"\nwas pressed.' },
    triggerResponseEnabled: true,
  });
  expect(JSON.parse(addMessage('x', false))).toMatchObject({ triggerResponseEnabled: false });
});
