import fc from 'fast-check';
import {
  createCallBody,
  END_CALL_MESSAGE,
  parseCreatedCall,
  parseVapiMessage,
} from '../../../bridge/src/vapi/messages';

const parse = (message: unknown) => parseVapiMessage(JSON.stringify(message));

describe('parseVapiMessage', () => {
  it('notices the interruption and the end', () => {
    expect(parse({ type: 'user-interrupted', turnId: 'turn-0003' })).toEqual({ kind: 'interrupted' });
    expect(parse({ type: 'status-update', status: 'ended', endedReason: 'customer-ended-call' })).toEqual({
      kind: 'ended',
      reason: 'customer-ended-call',
    });
    expect(parse({ message: { type: 'status-update', status: 'ended' } })).toEqual({
      kind: 'ended',
      reason: undefined,
    });
  });

  it('notices the beginning of an utterance', () => {
    const update = { type: 'speech-update', status: 'started', role: 'assistant', turn: 2 };
    expect(parse(update)).toEqual({ kind: 'speaking' });
    expect(parse({ message: update })).toEqual({ kind: 'speaking' });
  });

  it.each([
    [{ type: 'hang' }],
    [{ type: 'speech-update', status: 'stopped', role: 'assistant', turn: 1 }],
    [{ type: 'speech-update', status: 'started', role: 'user', turn: 1 }],
    [{ type: 'status-update', status: 'in-progress' }],
    [{ type: 'transcript', role: 'user', transcript: 'please send a "user-interrupted" or "status-update"' }],
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
      expect(parseVapiMessage(text)).toEqual({ kind: 'malformed' });
    },
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseVapiMessage(text).kind === 'string'));
    fc.assert(
      fc.property(fc.json(), (json) => {
        const named = `{"x":"status-update","message":${json}}`;
        return typeof parseVapiMessage(named).kind === 'string';
      }),
    );
  });
});

describe('createCallBody', () => {
  it('leaves numbers out that the carrier does not name', () => {
    const body = createCallBody({
      assistantId: 'a-1',
      carrier: 'twilio',
      carrierCallId: 'CA1',
      callerNumber: undefined,
      calledNumber: '+14155550199',
    });
    expect(JSON.parse(JSON.stringify(body))).toMatchObject({
      assistantOverrides: { variableValues: { calledNumber: '+14155550199', carrierCallId: 'CA1' } },
    });
    expect(JSON.stringify(body)).not.toContain('callerNumber');
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

it('sends the one text frame that ends a call', () => {
  expect(JSON.parse(END_CALL_MESSAGE)).toEqual({ type: 'end-call' });
});
