import type { IncomingMessage } from 'node:http';
import {
  MAX_WAITING,
  MAX_WAITING_PER_ADDRESS,
  WaitingSockets,
} from '../../../bridge/src/carriers/waitingSockets';
import { createClientAddress } from '../../../bridge/src/clientAddress';

const enter = (sockets: WaitingSockets, count: number, address: (index: number) => string) => {
  for (let index = 0; index < count; index += 1) sockets.enter(address(index));
};

describe('WaitingSockets', () => {
  it('limits what one address holds, and gives it back', () => {
    const sockets = new WaitingSockets();
    enter(sockets, MAX_WAITING_PER_ADDRESS - 1, () => '192.0.2.1');
    expect(sockets.isFull('192.0.2.1')).toBe(false);
    sockets.enter('192.0.2.1');
    expect(sockets.isFull('192.0.2.1')).toBe(true);
    expect(sockets.isFull('192.0.2.2')).toBe(false);
    sockets.leave('192.0.2.1');
    expect(sockets.isFull('192.0.2.1')).toBe(false);
  });

  it('limits all of them', () => {
    const sockets = new WaitingSockets();
    enter(sockets, MAX_WAITING, (index) => `192.0.2.${index}`);
    expect(sockets.isFull('198.51.100.1')).toBe(true);
    sockets.leave('192.0.2.0');
    expect(sockets.isFull('198.51.100.1')).toBe(false);
    expect(sockets.size).toBe(MAX_WAITING - 1);
  });

  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])(
    'takes the loopback address %s for a proxy with many clients behind it',
    (remoteAddress) => {
      const sockets = new WaitingSockets();
      const request = { socket: { remoteAddress }, headers: {} } as unknown as IncomingMessage;
      const client = createClientAddress([])(request);
      enter(sockets, MAX_WAITING - 1, () => client);
      expect(sockets.isFull(client)).toBe(false);
      sockets.enter(client);
      expect(sockets.isFull(client)).toBe(true);
    },
  );
});
