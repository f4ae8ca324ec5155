import { createLogger } from '../../bridge/src/log';

describe('the log', () => {
  it('is JSON, obeys its level, and censors fields that hold secrets', () => {
    let written = '';
    const log = createLogger('info', { write: (line) => void (written += line) });
    log.debug('not written');
    log.info(
      {
        session: 's-1',
        call: { websocketCallUrl: 'wss://x', controlUrl: 'y', fallbackNumber: '+1', history: ['a', 'b'] },
        ticket: 'z',
        digit: '7',
      },
      'written',
    );
    expect(JSON.parse(written)).toMatchObject({
      service: 'vapi-bridge',
      session: 's-1',
      msg: 'written',
      ticket: '[redacted]',
      digit: '[redacted]',
      call: {
        websocketCallUrl: '[redacted]',
        controlUrl: '[redacted]',
        fallbackNumber: '[redacted]',
        history: '[redacted]',
      },
    });
  });
});
