import { audioOf } from './support/audio';
import { ACCOUNT_SID, PUBLIC_URL, readTwiml, sign } from './support/fakeTwilio';
import { API_KEY, Harness } from './support/harness';
import { until } from './support/until';

const TO = '+14155550177';
const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

describe('handing a caller over at Twilio', () => {
  let harness: Harness;
  beforeEach(async () => (harness = await new Harness().start()));
  afterEach(async () => {
    await harness.idle();
    await harness.stop();
  });

  /** Twilio's webhook at an address that stands in the document of the hand-over. */
  const tell = (url: string, form: Record<string, string>): Promise<Response> => {
    const fields = { AccountSid: ACCOUNT_SID, ...form };
    return harness.request(url.slice(PUBLIC_URL.length), {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(url, fields) },
      body: new URLSearchParams(fields),
    });
  };
  const attribute = (twiml: string, name: string): string =>
    (new RegExp(`\\b${name}="([^"]*)"`).exec(twiml)?.[1] ?? '').replaceAll('&amp;', '&');
  const sessionId = async (): Promise<string> => {
    const list = (await (await harness.request('/v1/sessions', { headers })).json()) as {
      sessions: { id: string }[];
    };
    return list.sessions[0]?.id ?? '';
  };
  const view = async (id: string) =>
    (await (await harness.request(`/v1/sessions/${id}`, { headers })).json()) as Record<string, unknown>;

  /** A call that is being handed over. */
  const handOver = async () => {
    const call = await harness.call();
    const id = await sessionId();
    const body = {
      type: 'transfer',
      destination: { type: 'number', number: TO, message: 'One moment.', whisper: 'A caller.' },
    };
    const response = await harness.request(`/v1/sessions/${id}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(202);
    const twiml = harness.rest.updates.at(-1)?.fields.Twiml ?? '';
    await until(() => call.stream.closeCode !== undefined, 'the stream is closed');
    return { ...call, id, twiml };
  };

  it('ends with the call when they have talked', async () => {
    const { callSid, id, twiml, vapi } = await handOver();
    expect(twiml).toContain('<Say>One moment.</Say>');
    expect(twiml).toContain(`>${TO}</Number></Dial>`);
    expect(await view(id)).toMatchObject({ state: 'transferring' });
    const whisper = await tell(attribute(twiml, 'url'), { CallSid: `CA${'9'.repeat(32)}` });
    expect(await whisper.text()).toContain('<Say>A caller.</Say>');
    const answered = { CallSid: `CA${'9'.repeat(32)}`, ParentCallSid: callSid, CallStatus: 'in-progress' };
    expect((await tell(attribute(twiml, 'statusCallback'), answered)).status).toBe(204);
    await until(() => vapi.closeCode !== undefined, "Vapi's call has ended");
    expect(vapi.texts).toContain('{"type":"end-call"}');
    expect(await view(id)).toMatchObject({ state: 'transferring' });
    const over = { CallSid: callSid, CallStatus: 'in-progress', DialCallStatus: 'completed' };
    expect(await (await tell(attribute(twiml, 'action'), over)).text()).toContain('<Hangup/>');
    await harness.idle();
    expect(await view(id)).toMatchObject({ state: 'ended', reason: 'transferred' });
    expect(harness.vapi.requests).toHaveLength(1);
    expect(harness.log).not.toContain(TO);
  });

  it('brings the caller back to the assistant when nobody answers', async () => {
    const { callSid, id, twiml, vapi } = await handOver();
    const over = { CallSid: callSid, CallStatus: 'in-progress', DialCallStatus: 'no-answer' };
    const first = readTwiml(await (await tell(attribute(twiml, 'action'), over)).text());
    // Twilio has not got the answer, and asks again.
    const answer = readTwiml(await (await tell(attribute(twiml, 'action'), over)).text());
    expect(answer.ticket).not.toBe(first.ticket);
    const stream = await harness.stream(callSid);
    stream.start(answer.ticket);
    await until(() => vapi.texts.some((text) => text.includes('nobody answered')), 'the assistant is told');
    expect(await view(id)).toMatchObject({ state: 'live' });
    vapi.socket.send(audioOf(320, 1));
    await until(() => stream.heard().length >= 320, 'the caller hears the assistant again');
    stream.media(audioOf(160, 2));
    await until(() => vapi.heard().equals(audioOf(160, 2)), 'and is heard');
    stream.stop();
    await harness.idle();
    expect(await view(id)).toMatchObject({ reason: 'caller-hung-up' });
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('ends with the caller who does not wait', async () => {
    const { callSid, id, twiml, vapi } = await handOver();
    const over = { CallSid: callSid, CallStatus: 'completed', DialCallStatus: 'no-answer' };
    expect((await tell(attribute(twiml, 'action'), over)).status).toBe(200);
    await harness.idle();
    expect(await view(id)).toMatchObject({ reason: 'caller-hung-up' });
    expect(vapi.texts).toContain('{"type":"end-call"}');
  });

  it('leaves the call as it is when Twilio refuses', async () => {
    const { stream, vapi } = await harness.call();
    harness.rest.status = 400;
    const response = await harness.request(`/v1/sessions/${await sessionId()}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ type: 'transfer', destination: { type: 'number', number: TO } }),
    });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'TWILIO_API_FAILED' } });
    vapi.socket.send(audioOf(320, 1));
    await until(() => stream.heard().length >= 320, 'the caller still hears the assistant');
    harness.rest.status = 200;
    stream.stop();
  });

  it('is refused before anything is done when more is to be said than Twilio takes', async () => {
    const { stream } = await harness.call();
    const updates = harness.rest.updates.length;
    const id = await sessionId();
    // As much of it as the bridge takes is more than Twilio does, where each character is written as five.
    for (const [message, refusal] of [
      ['&'.repeat(1000), /destination\.message: \d+ characters as a document.*Twilio takes 4000/],
      ['a'.repeat(1501), /destination.*1500/],
    ] as const) {
      const response = await harness.request(`/v1/sessions/${id}/control`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          type: 'transfer',
          destination: { type: 'number', number: TO, message },
        }),
      });
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('BODY_INVALID');
      expect(error.message).toMatch(refusal);
    }
    expect(harness.rest.updates).toHaveLength(updates);
    expect(await view(id)).toMatchObject({ state: 'live' });
    expect(harness.log).not.toContain('started');
    stream.stop();
  });

  it('needs the signature of Twilio for every step', async () => {
    const { callSid, id, twiml } = await handOver();
    for (const name of ['action', 'statusCallback', 'url']) {
      const url = attribute(twiml, name);
      const response = await harness.request(url.slice(PUBLIC_URL.length), {
        method: 'POST',
        headers: { 'x-twilio-signature': 'forged' },
        body: new URLSearchParams({ CallSid: callSid, DialCallStatus: 'completed' }),
      });
      expect(response.status).toBe(403);
    }
    expect(await view(id)).toMatchObject({ state: 'transferring' });
    await harness.request(`/v1/sessions/${id}`, {
      method: 'DELETE',
      headers: { authorization: headers.authorization },
    });
  });
});
