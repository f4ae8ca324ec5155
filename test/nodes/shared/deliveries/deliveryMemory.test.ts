import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeliveryMemory, type DeliveryAnswer } from '../../../../nodes/shared/deliveries/deliveryMemory';

const answered = (statusCode: number): DeliveryAnswer => ({
  writableEnded: true,
  statusCode,
  once: () => {},
});
const open: DeliveryAnswer = { writableEnded: false, statusCode: 200, once: () => {} };

it.each<[string, DeliveryAnswer, string]>([
  ['has started what n8n accepted', answered(200), 'started'],
  ['is starting what n8n has not answered', open, 'starting'],
  ['forgets what n8n could not start', answered(500), 'new'],
  ['forgets what n8n sent elsewhere', answered(307), 'new'],
])('%s', (_, answer, state) => {
  const memory = new DeliveryMemory(10, 1000);
  expect(memory.state('a', 0)).toBe('new');
  memory.begin('a', answer, 0);
  expect(memory.state('a', 0)).toBe(state);
  expect(memory.state('a', 0)).toBe(state);
  expect(memory.state('b', 0)).toBe('new');
});

it('forgets after its time', () => {
  const memory = new DeliveryMemory(10, 1000);
  memory.begin('a', answered(200), 0);
  expect(memory.state('a', 1000)).toBe('started');
  expect(memory.state('a', 1001)).toBe('new');
});

it('forgets the oldest when there are too many, and counts a new attempt as new', () => {
  const memory = new DeliveryMemory(2, 1000);
  memory.begin('a', answered(500), 0);
  memory.begin('b', answered(200), 1);
  memory.begin('a', answered(200), 2);
  memory.begin('c', answered(200), 3);
  expect(['a', 'b', 'c'].map((key) => memory.state(key, 3))).toEqual(['started', 'new', 'started']);
});

describe('with a real response', () => {
  /** A response that a client is waiting for. */
  async function respond(
    work: (response: ServerResponse, leave: () => void) => Promise<void>,
  ): Promise<void> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    client.on('error', () => {});
    client.on('response', (incoming) => incoming.resume());
    client.end();
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    await work(response, () => void client.destroy());
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  it('knows that n8n accepted the event', async () => {
    await respond(async (response) => {
      const memory = new DeliveryMemory(10, 1000);
      memory.begin('a', response, 0);
      expect(memory.state('a', 0)).toBe('starting');
      response.end('{}');
      await once(response, 'close');
      expect(memory.state('a', 0)).toBe('started');
    });
  });

  it.each([
    [200, 'started'],
    [500, 'new'],
  ])('learns of the answer %i, although the client has left before it', async (status, state) => {
    await respond(async (response, leave) => {
      const memory = new DeliveryMemory(10, 1000);
      memory.begin('a', response, 0);
      leave();
      await once(response, 'close');
      expect(memory.state('a', 0)).toBe('starting');
      response.statusCode = status;
      response.end('{}');
      expect(memory.state('a', 0)).toBe(state);
    });
  });
});
