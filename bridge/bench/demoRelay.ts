import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * A relay as vendors' demos write it: `ws` as it comes, each message parsed, decoded, encoded and written as JSON, no
 * pacing, no limits, no metrics. Listens on a free port, printed as JSON; `VAPI_BASE_URL` is where it creates calls.
 */
interface TwilioMessage {
  event: string;
  streamSid?: string;
  start?: { streamSid: string; callSid: string };
  media?: { payload: string };
}

const server = createServer();

new WebSocketServer({ server }).on('connection', (twilio) => {
  let streamSid = '';
  let vapi: WebSocket | undefined;
  const early: Buffer[] = [];

  const openVapi = async (callSid: string): Promise<void> => {
    const answer = await fetch(`${process.env.VAPI_BASE_URL}/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ transport: { provider: 'vapi.websocket' }, metadata: { callSid } }),
    });
    const call = (await answer.json()) as { transport: { websocketCallUrl: string } };
    const socket = new WebSocket(call.transport.websocketCallUrl);
    socket.on('open', () => {
      vapi = socket;
      for (const audio of early) socket.send(audio);
    });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) return;
      const payload = (data as Buffer).toString('base64');
      twilio.send(JSON.stringify({ event: 'media', streamSid, media: { payload } }));
    });
    socket.on('close', () => twilio.close());
    socket.on('error', () => twilio.close());
    twilio.on('close', () => socket.close());
  };

  twilio.on('error', () => twilio.close());
  twilio.on('message', (data) => {
    const message = JSON.parse((data as Buffer).toString()) as TwilioMessage;
    if (message.event === 'start' && message.start) {
      streamSid = message.start.streamSid;
      openVapi(message.start.callSid).catch(() => twilio.close());
    } else if (message.event === 'media' && message.media) {
      const audio = Buffer.from(message.media.payload, 'base64');
      if (vapi) vapi.send(audio);
      else early.push(audio);
    } else if (message.event === 'stop') {
      vapi?.close();
    }
  });
});

server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
