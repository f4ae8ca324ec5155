import type { INodeParameters } from 'n8n-workflow';
import { freePort } from '../../support/engineHttp';
import { IDS, operationStage, picked } from '../../support/engineOperation';
import { STAND_IN_KEY, type ReceivedCall, type Reply } from '../../support/engineVapi';

const stage = operationStage('liveCall', 'say', { content: 'Please hold.', liveCall: picked(IDS.call) });
const CONTROL = `/${IDS.call}/control`;
const SAY = { type: 'say', content: 'Please hold.' };

const vapiCredential = () => stage.vapi.credentials.vapiApi as Record<string, unknown>;
const controlUrl = () => `${stage.vapi.url}${CONTROL}`;
const byUrl = (value: string): INodeParameters => ({
  liveCall: { __rl: true, mode: 'controlUrl', value },
});
const posts = () => stage.vapi.requests.filter(({ method }) => method === 'POST');

/** Answers of the stand-in: what the call looks like, and what its control URL says. */
function answers(
  call: object,
  control: Reply | ((post: ReceivedCall, count: number) => Reply) = { status: 200 },
) {
  let count = 0;
  stage.vapi.reply = (request) => {
    if (request.method === 'GET') return { body: { id: IDS.call, ...call } };
    return typeof control === 'function' ? control(request, ++count) : control;
  };
}

const live = () => ({ status: 'in-progress', monitor: { controlUrl: controlUrl() } });

afterEach(() => {
  delete vapiCredential().publicKey;
  vapiCredential().baseUrl = stage.vapi.url;
});

describe('a call by its ID', () => {
  it('is read, and the message goes to its control URL without any key', async () => {
    answers(live());
    const run = await stage.run();
    expect(run.output('Vapi')).toEqual([{ success: true, callId: IDS.call, sent: 'say' }]);
    const [read, post] = stage.vapi.requests;
    expect(read).toMatchObject({ method: 'GET', path: `/call/${IDS.call}` });
    expect(read?.headers.authorization).toBe(`Bearer ${STAND_IN_KEY}`);
    expect(post).toMatchObject({ method: 'POST', path: CONTROL, body: SAY });
    expect(post?.headers).toMatchObject({
      'user-agent': 'n8n-nodes-vapi',
      'content-type': 'application/json',
    });
    expect(post?.headers.authorization).toBeUndefined();
    expect(stage.vapi.requests).toHaveLength(2);
  });

  it.each([
    [
      { status: 'ended', endedReason: 'customer-busy', monitor: { controlUrl: 'https://api.vapi.ai/x' } },
      `The call has ended: The line was busy (${IDS.call})`,
    ],
    [{ status: 'ended' }, `The call has ended: ${IDS.call}`],
    [{ status: 'in-progress' }, `Live control is off for the call ${IDS.call}: it has no control URL`],
    [{ status: 'queued', monitor: {} }, `The call ${IDS.call} has not begun yet, so it has no control URL`],
    [
      { status: 'in-progress', monitor: { controlUrl: 'https://vapi.ai.evil.test/x/control' } },
      'The control URL cannot be used: its host is vapi.ai.evil.test',
    ],
  ])('%j is a readable error, and nothing is sent', async (call, message) => {
    answers(call);
    const run = await stage.run();
    expect(run.error?.message).toBe(message);
    expect(run.error?.description).toBeTruthy();
    expect(stage.vapi.requests).toHaveLength(1);
  });

  it('that Vapi does not know fails as any other', async () => {
    stage.vapi.reply = () => ({ status: 404, body: { message: 'Not Found', statusCode: 404 } });
    expect((await stage.run()).error?.message).toContain('Vapi does not know this');
    expect(posts()).toEqual([]);
  });

  it('becomes an item of its own when the builder continues', async () => {
    answers({ status: 'ended' });
    const run = await stage.run({}, { continueOnFail: true });
    expect(run.output('Vapi')).toEqual([
      { error: `The call has ended: ${IDS.call}`, details: expect.stringContaining('On Error') },
    ]);
  });
});

describe('a call by its control URL', () => {
  it.each([
    ['as it is', (url: string) => url],
    ['in the brackets of a sample', (url: string) => ` <${url}> `],
  ])('is not read: %s', async (_, write) => {
    answers({});
    const run = await stage.run(byUrl(write(controlUrl())));
    expect(run.output('Vapi')).toEqual([{ success: true, callId: IDS.call, sent: 'say' }]);
    expect(stage.vapi.requests).toEqual([expect.objectContaining({ method: 'POST', body: SAY })]);
  });

  it('of an expression in the mode for IDs is one nevertheless', async () => {
    answers({});
    const items = [{ json: { url: controlUrl() } }];
    await stage.run({ liveCall: picked('={{ $json.url }}') }, { items });
    expect(posts()).toHaveLength(1);
  });

  it('of another host is refused before anything is sent', async () => {
    const run = await stage.run(byUrl('https://evil.test/vapi.ai/control'));
    expect(run.error?.message).toBe('The control URL cannot be used: its host is evil.test');
    expect(run.error?.description).toContain('under vapi.ai');
    expect(stage.vapi.requests).toEqual([]);
  });

  it('of the base URL is refused if the credential names a region', async () => {
    Object.assign(vapiCredential(), { region: 'us' });
    const run = await stage.run(byUrl(controlUrl()));
    Object.assign(vapiCredential(), { region: 'custom' });
    expect(run.error?.message).toBe('The control URL cannot be used: it begins with http://');
    expect(stage.vapi.requests).toEqual([]);
  });

  it('is missing', async () => {
    expect((await stage.run(byUrl(' '))).error?.message).toBe('Call is missing');
  });
});

describe('the public key', () => {
  it.each([401, 403])('is sent only after %d, to the control URL', async (status) => {
    vapiCredential().publicKey = ' public-key ';
    answers(live(), ({ headers }) => (headers.authorization ? { status: 200 } : { status }));
    const run = await stage.run();
    expect(run.error).toBeUndefined();
    expect(posts().map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer public-key']);
  });

  it('stays at home where nobody asks for it', async () => {
    vapiCredential().publicKey = 'public-key';
    answers(live());
    await stage.run();
    expect(posts().map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it.each([
    [undefined, 1, 'This call can be controlled with the public key only: Unauthorized (HTTP 401)'],
    ['wrong', 2, 'The control URL refused the public key: Unauthorized (HTTP 401)'],
  ])('%s', async (publicKey, requests, message) => {
    if (publicKey !== undefined) vapiCredential().publicKey = publicKey;
    answers(live(), { status: 401, body: { message: 'Unauthorized' } });
    const run = await stage.run();
    expect(run.error?.message).toBe(message);
    expect(posts()).toHaveLength(requests);
    // The private key is never sent there.
    expect(JSON.stringify(posts())).not.toContain(STAND_IN_KEY);
  });
});

describe('what the control URL answers', () => {
  it('does not matter as long as it is some success', async () => {
    answers(live(), { status: 202, body: 'x'.repeat(2_000_000) });
    expect((await stage.run()).output('Vapi')).toEqual([expect.objectContaining({ success: true })]);
  });

  it.each([404, 410, 500, 503])('%d: the call has ended meanwhile', async (status) => {
    let reads = 0;
    stage.vapi.reply = ({ method }) => {
      if (method === 'POST') return { status };
      const ended = { status: 'ended', endedReason: 'customer-ended-call' };
      return { body: { id: IDS.call, ...(reads++ === 0 ? live() : ended) } };
    };
    const run = await stage.run();
    expect(run.error?.message).toBe(`The call has ended: The caller hung up (${IDS.call})`);
    expect(posts()).toHaveLength(1);
  });

  it('404 while the call goes on: control may be off', async () => {
    answers(live(), { status: 404, body: { message: 'Not Found' } });
    const run = await stage.run();
    expect(run.error?.message).toBe(
      `The call has ended or live control is off: Not Found (HTTP 404), call ${IDS.call}`,
    );
  });

  it('404 of a URL that names no call', async () => {
    stage.vapi.reply = () => ({ status: 404 });
    const run = await stage.run(byUrl(`${stage.vapi.url}/control`));
    expect(run.error?.message).toBe('The call has ended or live control is off: no message (HTTP 404)');
    expect(stage.vapi.requests).toHaveLength(1);
  });

  it('nobody listens there any more', async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    vapiCredential().baseUrl = gone;
    const run = await stage.run(byUrl(`${gone}/control`));
    expect(run.error?.message).toBe('The call has ended or live control is off: nobody listens there');
  });

  it.each<[Reply, string]>([
    [
      { status: 302, headers: { location: 'https://evil.test/' } },
      'The control URL answered with a redirect, which is not followed: no message (HTTP 302)',
    ],
    [
      { status: 400, body: { message: ['content must be a string', 'x should not exist'] } },
      'Vapi refused the message: content must be a string; x should not exist (HTTP 400)',
    ],
    [{ status: 400, body: 'y'.repeat(500_000) }, 'Vapi refused the message: no message (HTTP 400)'],
  ])('%#: one clear error and no second message', async (reply, message) => {
    answers(live(), reply);
    expect((await stage.run()).error?.message).toBe(message);
    expect(posts()).toHaveLength(1);
  });

  it('429 was not carried out, so the message is sent again', async () => {
    answers(live(), (_, count) => ({ status: count === 1 ? 429 : 200 }));
    expect((await stage.run()).error).toBeUndefined();
    expect(posts()).toHaveLength(2);
  });

  it('a cut connection leaves it open whether the words were said: they are not said twice', async () => {
    // A header that cannot be written cuts the answer off.
    answers(live(), { status: 200, headers: { 'content-length': '-1' } });
    const run = await stage.run();
    expect(run.error?.message).toContain('It is not known whether the message reached the call');
    expect(posts()).toHaveLength(1);
  });
});
