import { bridgePreviewKeys, bridgeStage } from '../../../support/engineBridge';

const EVENT = '5b0a4a08-133c-4146-9315-0984f8c6be80';

describe('Get Many Dead Letters', () => {
  const stage = bridgeStage('event', 'getDead', { returnAll: true });
  const letter = {
    ...{ id: EVENT, storedAt: '2026-08-20T09:15:02.000Z', attempts: 9, reason: 'status 404' },
    event: {
      id: EVENT,
      type: 'session.ended',
      at: '2026-08-20T09:15:01.000Z',
      sessionId: 's1',
      data: { a: 1 },
    },
  };

  beforeEach(() => {
    stage.bridge.reply = () => ({ body: { events: [letter], nextCursor: null } });
  });

  it('says which, and why', async () => {
    const run = await stage.run();
    expect(stage.bridge.requests[0]).toMatchObject({ method: 'GET', path: '/v1/events/dead' });
    const [item = {}] = run.output('Bridge');
    expect(item).toEqual({
      ...{ eventId: EVENT, type: 'session.ended', at: letter.event.at, sessionId: 's1' },
      ...{ storedAt: letter.storedAt, attempts: 9, reason: 'status 404' },
    });
    expect(bridgePreviewKeys('event', 'getDead')).toEqual(Object.keys(item));
  });

  it('gives the whole event without Simplify', async () => {
    expect((await stage.run({ simple: false })).output('Bridge')).toEqual([letter]);
  });
});

describe('Resend Dead Letter', () => {
  const stage = bridgeStage('event', 'resend', { eventId: EVENT });

  it('asks for it', async () => {
    stage.bridge.reply = () => ({ status: 202, body: { id: EVENT, state: 'waiting' } });
    const run = await stage.run();
    expect(stage.bridge.requests[0]).toMatchObject({
      method: 'POST',
      path: `/v1/events/dead/${EVENT}/resend`,
    });
    expect(run.output('Bridge')).toEqual([{ eventId: EVENT, resent: true }]);
  });

  it.each(['={{ "" }}', '..'])('refuses the ID %j', async (eventId) => {
    expect((await stage.run({ eventId })).error).toBeDefined();
    expect(stage.bridge.requests).toEqual([]);
  });
});
