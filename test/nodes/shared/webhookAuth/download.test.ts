import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { downloadWith } from '../../../../nodes/shared/webhookAuth/download';
import { webhookCall } from '../../../support/engineWebhook';

const URL_OF_KEYS = 'https://login.test/jwks';

async function read(httpRequest: (options: IHttpRequestOptions) => Promise<unknown>) {
  return await downloadWith(webhookCall({ httpRequest }).context)(URL_OF_KEYS);
}

describe('a download', () => {
  it('gives the text, however it is cut, and asks without following redirects', async () => {
    const asked: IHttpRequestOptions[] = [];
    const bytes = Buffer.from('{"keys":"Grüße"}');
    const answer = await read(async (options) => {
      asked.push(options);
      return Readable.from([bytes.subarray(0, 12), bytes.subarray(12)]);
    });
    expect(answer).toEqual({ ok: true, text: '{"keys":"Grüße"}' });
    expect(asked).toEqual([
      expect.objectContaining({
        ...{ method: 'GET', url: URL_OF_KEYS, encoding: 'stream', disableFollowRedirect: true },
        ...{ timeout: 3_000, abortSignal: expect.any(AbortSignal) },
      }),
    ]);
  });

  it('ends where there is too much, and leaves no stream behind', async () => {
    let sent = 0;
    const endless = new Readable({
      read() {
        sent += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    expect(await read(async () => endless)).toEqual({
      ok: false,
      reason: 'the answer is longer than 262144 bytes',
    });
    expect(endless.destroyed).toBe(true);
    expect(sent).toBeLessThan(1_048_576);
  });

  it.each([
    [
      'an error of the network',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      'ECONNREFUSED connect',
    ],
    ['a status', new Error('Request failed with status code 404'), 'Request failed with status code 404'],
    ['anything else', 'text', 'text'],
  ])('says what went wrong: %s', async (_, error, reason) => {
    expect(await read(jest.fn().mockRejectedValue(error))).toEqual({ ok: false, reason });
  });

  it('says so when the stream breaks', async () => {
    const breaking = new Readable({
      read() {
        this.destroy(new Error('reset'));
      },
    });
    expect(await read(async () => breaking)).toEqual({ ok: false, reason: 'reset' });
  });
});
