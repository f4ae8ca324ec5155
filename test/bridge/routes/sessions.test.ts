import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyTone } from '../../../bridge/src/relay/tones';
import { readTwiml } from '../support/fakeTwilio';
import { API_KEY, Harness } from '../support/harness';
import { until } from '../support/until';

interface View {
  id: string;
  state: string;
  reason: string | null;
}

describe('the REST API of the sessions', () => {
  let harness: Harness;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bridge-sessions-'));
    harness = await new Harness().start({ BRIDGE_DATA_DIR: folder });
  });
  afterEach(async () => {
    await harness.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (path: string, method = 'GET', body?: unknown) => {
    const response = await harness.request(path, {
      method,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };
  const list = async (query = '') =>
    (await ask(`/v1/sessions${query}`)).body as { sessions: View[]; nextCursor: string | null };
  /** A live call and its session. */
  const call = async () => {
    const { vapi, stream } = await harness.call();
    const { sessions } = await list('?state=live&limit=1');
    return { vapi, stream, id: sessions[0]?.id ?? '' };
  };
  const control = (id: string, body: unknown) => ask(`/v1/sessions/${id}/control`, 'POST', body);
  const refusal = (status: number, code: string, message = '') => ({
    status,
    body: {
      error: {
        code,
        message: expect.stringContaining(message) as string,
        hint: expect.any(String) as string,
      },
    },
  });

  describe('lists', () => {
    it('calls page by page, newest first', async () => {
      const ids = [(await call()).id, (await call()).id, (await call()).id];
      const first = await list('?limit=2');
      expect(first.sessions.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
      const second = await list(`?limit=2&cursor=${first.nextCursor}`);
      expect(second.sessions.map(({ id }) => id)).toEqual([ids[0]]);
      expect(second.nextCursor).toBeNull();
    });

    it('those that have ended with the reason and how long they lasted', async () => {
      const { id, stream } = await call();
      stream.stop();
      await harness.idle();
      expect((await list('?state=live')).sessions).toEqual([]);
      const [ended] = (await list('?state=ended')).sessions;
      expect(ended).toMatchObject({
        id,
        state: 'ended',
        direction: 'inbound',
        reason: 'caller-hung-up',
        side: 'carrier',
        seconds: expect.any(Number) as number,
        counters: expect.objectContaining({ callerBytes: expect.any(Number) as number }) as object,
      });
      expect((await ask(`/v1/sessions/${id}`)).body).toEqual(ended);
    });

    it.each([
      '?limit=0',
      '?limit=101',
      '?limit=x',
      '?state=dead',
      '?cursor=*',
      '?offset=1',
      '?limit=1&limit=2',
    ])('nothing for %s', async (query) => {
      expect(await ask(`/v1/sessions${query}`)).toEqual(refusal(400, 'QUERY_INVALID'));
    });
  });

  describe('control', () => {
    it.each([
      { type: 'say', content: 'Hello', endCallAfterSpoken: false },
      { type: 'add-message', message: { role: 'system', content: 'Paid.' }, triggerResponseEnabled: false },
      { type: 'control', control: 'mute-assistant' },
    ])('passes $type on over the socket, as it is', async (body) => {
      const { id, vapi } = await call();
      const answer = await control(id, body);
      expect(answer).toMatchObject({ status: 202, body: { id, state: 'live' } });
      await until(() => vapi.texts.length > 0, 'the command has come');
      expect(vapi.texts.map((text) => JSON.parse(text) as unknown)).toEqual([body]);
      expect(harness.vapi.controls).toEqual([]);
    });

    it("passes what the socket doesn't take on over the call's control address", async () => {
      const { id, vapi } = await call();
      const body = { type: 'handoff', destination: { type: 'assistant', assistantId: 'a-2' } };
      expect((await control(id, body)).status).toBe(202);
      expect(harness.vapi.controls).toMatchObject([{ path: `/${vapi.id}/control-secret`, body }]);
      expect(vapi.texts).toEqual([]);
      expect(harness.log).not.toContain('control-secret');
    });

    it('presses keys: the far end hears their tones, and the log has no word of them', async () => {
      const { id, stream } = await call();
      expect((await control(id, { type: 'dtmf', digits: '5#' })).status).toBe(202);
      const tones = Buffer.concat([keyTone('5'), Buffer.alloc(480, 0xff), keyTone('#')] as Buffer[]);
      await until(() => stream.heard().includes(tones), 'the tones are heard');
      expect(harness.log).not.toContain('5#');
    });

    it('hands the caller over at the carrier', async () => {
      const { id, vapi } = await call();
      const destination = { type: 'number', number: '+14155550142', timeoutSeconds: 25 };
      const answer = await control(id, { type: 'transfer', destination, content: 'One moment.' });
      expect(answer).toMatchObject({ status: 202, body: { id, state: 'transferring' } });
      const twiml = harness.rest.updates[0]?.fields.Twiml ?? '';
      expect(twiml).toMatch(/One moment\..*<Dial[^>]* timeout="25"[^>]*>.*\+14155550142/);
      expect(vapi.texts).toEqual([]);
    });

    it('says so when Vapi does not take it', async () => {
      const { id } = await call();
      harness.vapi.controlStatus = 404;
      const answer = await control(id, { type: 'handoff', destination: { type: 'assistant' } });
      expect(answer).toEqual(refusal(502, 'VAPI_CONTROL_FAILED', 'status 404'));
    });

    it('lets Vapi end the call on end-call', async () => {
      const { id, vapi } = await call();
      expect((await control(id, { type: 'end-call' })).status).toBe(202);
      await until(() => vapi.texts.includes('{"type":"end-call"}'), 'the command has come');
    });

    it.each([
      ['not JSON', '{', 'REQUEST_INVALID', ''],
      ['no object', [], 'BODY_INVALID', ''],
      ['no type', {}, 'BODY_INVALID', 'type: must be one of say'],
      ['an unknown type', { type: 'hangup' }, 'BODY_INVALID', 'type: must be one of say'],
      ['nothing to say', { type: 'say', content: ' ' }, 'BODY_INVALID', 'content'],
      ['the wrong word', { type: 'say', message: 'Hi' }, 'BODY_INVALID', 'content'],
      ['an unknown control', { type: 'control', control: 'mute' }, 'BODY_INVALID', 'control: '],
      ['keys that there are not', { type: 'dtmf', digits: '12x' }, 'BODY_INVALID', 'digits: must be'],
      ['an unknown field', { type: 'end-call', now: true }, 'BODY_INVALID', 'now'],
      [
        'a number that is none',
        { type: 'transfer', destination: { type: 'number', number: '0415555' } },
        'BODY_INVALID',
        'destination.number: must be a telephone number in E.164 form',
      ],
      [
        'an address that could end a header',
        { type: 'transfer', destination: { type: 'sip', sipUri: 'sip:a@b\r\nX: y' } },
        'BODY_INVALID',
        'destination.sipUri',
      ],
    ])('refuses %s', async (_what, body, code, message) => {
      const { id, vapi } = await call();
      expect(await control(id, body)).toEqual(refusal(400, code, message));
      expect(vapi.texts).toEqual([]);
    });

    it.each([
      ['text/plain', 400, 'BODY_INVALID'],
      ['application/x-www-form-urlencoded', 400, 'BODY_INVALID'],
      ['application/xml', 415, 'REQUEST_INVALID'],
    ])('refuses %s', async (type, status, code) => {
      const { id, vapi } = await call();
      const response = await harness.request(`/v1/sessions/${id}/control`, {
        method: 'POST',
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': type },
        body: '{"type":"end-call"}',
      });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: { code } });
      expect(vapi.texts).toEqual([]);
    });

    it('tells that a session has ended, and of one that there never was that it is unknown', async () => {
      const { id, stream } = await call();
      stream.stop();
      await harness.idle();
      expect(await control(id, { type: 'end-call' })).toEqual(
        refusal(409, 'SESSION_ENDED', 'caller-hung-up'),
      );
      expect(await ask(`/v1/sessions/${id}`, 'DELETE')).toEqual(refusal(409, 'SESSION_ENDED'));
      expect(await control('x', { type: 'end-call' })).toEqual(refusal(404, 'SESSION_UNKNOWN', 'x'));
      expect(await ask('/v1/sessions/x', 'DELETE')).toEqual(refusal(404, 'SESSION_UNKNOWN'));
    });

    it('tells that no assistant is there yet', async () => {
      let answer = (): void => undefined;
      harness.vapi.answerOf = () =>
        new Promise((resolve) => (answer = () => resolve({ status: 500, body: {} })));
      await harness.twiml(harness.newCallSid());
      const id = (await list()).sessions[0]?.id ?? '';
      expect(await control(id, { type: 'end-call' })).toEqual(refusal(409, 'ASSISTANT_NOT_CONNECTED'));
      await until(() => harness.vapi.requests.length > 0, 'Vapi was asked');
      answer();
      await ask(`/v1/sessions/${id}`, 'DELETE');
    });
  });

  describe('placing a call', () => {
    it('has the carrier dial, and shows the session without the numbers', async () => {
      const metadata = { order: '4471' };
      const asked = {
        to: '+14155550142',
        from: '+14155550100',
        metadata,
        timeoutSeconds: 25,
        squadId: 's-1',
      };
      const { status, body } = await ask('/v1/sessions', 'POST', asked);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        state: 'waiting',
        direction: 'outbound',
        carrier: 'twilio',
        carrierCallId: expect.stringMatching(/^CA/) as string,
        assistantCallId: null,
        metadata,
      });
      expect(JSON.stringify(body)).not.toContain('+1415');
      expect(harness.rest.updates[0]).toMatchObject({
        path: expect.stringMatching(/\/Calls\.json$/) as string,
        fields: { To: '+14155550142', From: '+14155550100', Timeout: '25' },
      });
      // Nobody has answered yet.
      expect(harness.vapi.requests).toEqual([]);
      await ask(`/v1/sessions/${(body as View).id}`, 'DELETE');
      await harness.idle();
      expect((await list()).sessions).toMatchObject([{ state: 'ended', reason: 'stopped-by-api' }]);
    });

    it('records those that it was asked to record, and no others', async () => {
      const place = async (record: boolean): Promise<string> => {
        const callSid = harness.newCallSid();
        harness.rest.newCallSid = () => callSid;
        const numbers = { to: '+14155550142', from: '+14155550100' };
        const { id } = (await ask('/v1/sessions', 'POST', { ...numbers, record })).body as View;
        const { ticket } = readTwiml(harness.rest.updates.at(-1)?.fields.Twiml ?? '');
        const stream = await harness.stream(callSid);
        stream.start(ticket);
        stream.media(Buffer.alloc(160, 0x2a));
        await until(() => harness.vapi.callOf(callSid) !== undefined, 'the assistant is there');
        stream.stop();
        await harness.idle();
        return id;
      };
      await place(false);
      const recorded = await place(true);
      const sessionIds = async () => {
        const { recordings } = (await ask('/v1/recordings')).body as { recordings: { sessionId: string }[] };
        return recordings.map(({ sessionId }) => sessionId);
      };
      expect(await sessionIds()).toEqual([recorded]);
    });

    it('tells what is missing for it', async () => {
      const answer = await ask('/v1/sessions', 'POST', { to: '+14155550142' });
      expect(answer).toEqual(refusal(400, 'FROM_MISSING'));
      const other = { to: '+14155550142', from: '+14155550100', carrier: 'pigeon' };
      expect(await ask('/v1/sessions', 'POST', other)).toEqual(refusal(400, 'CARRIER_UNKNOWN', 'pigeon'));
    });

    it.each([
      ['nothing', {}, 'to: '],
      ['no number', { to: '555' }, 'to: must be a telephone number in E.164 form'],
      [
        'two assistants',
        { to: '+14155550142', assistantId: 'a', squadId: 's' },
        'must name one of assistantId',
      ],
      ['an unknown field', { to: '+14155550142', fromNumber: 'x' }, 'fromNumber'],
      ['too much metadata', { to: '+14155550142', metadata: { x: 'x'.repeat(5000) } }, 'metadata: '],
    ])('refuses %s', async (_what, body, message) => {
      expect(await ask('/v1/sessions', 'POST', body)).toEqual(refusal(400, 'BODY_INVALID', message));
      expect(harness.vapi.requests).toEqual([]);
    });
  });

  it('gives out a ticket for a WebSocket', async () => {
    const { status, body } = await ask('/v1/tickets', 'POST');
    expect(status).toBe(201);
    expect(body).toEqual({
      ticket: expect.stringMatching(/^[\w-]{43}$/) as string,
      expiresAt: expect.any(String) as string,
    });
    expect((await harness.request('/v1/tickets', { method: 'POST' })).status).toBe(401);
  });
});
