import { createHmac } from 'node:crypto';

let count = 0;

/** An event as the bridge sends it, each time another one. */
export const bridgeEvent = (type: string, sessionId = 's1') => ({
  ...{ id: `e2e-${++count}`, sequence: 1, type, at: '2026-08-20T09:15:01.000Z', sessionId },
  ...{ carrier: 'twilio', carrierCallId: 'CA1', assistantCallId: null, data: { text: type } },
});

/** Sends an event with the bridge's signature. Resolves with the status of the answer. */
export async function postEvent(url: string, body: object, secret: string): Promise<number> {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'x-bridge-timestamp': timestamp },
      'x-bridge-signature': `sha256=${signature}`,
    },
    body: text,
  });
  await response.arrayBuffer();
  return response.status;
}
