import { createLogger, RareWarnings } from '../../bridge/src/log';

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

describe('a warning that strangers can provoke', () => {
  it('is written once a minute of each kind, with how many were left out before', () => {
    const lines: unknown[] = [];
    const log = createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) });
    let now = 5;
    const warnings = new RareWarnings(log, () => now);
    const warn = (kind?: string) => warnings.warn({ n: now }, 'refused', kind);
    for (let time = 0; time < 100; time += 1) warn();
    warn('limit');
    warnings.warn({}, 'replayed');
    expect(lines).toMatchObject([
      { level: 40, n: 5, msg: 'refused' },
      { n: 5, msg: 'refused' },
      { msg: 'replayed' },
    ]);
    now += 59_999;
    warn();
    expect(lines).toHaveLength(3);
    now += 1;
    warn();
    warn('limit');
    expect(lines.slice(3)).toMatchObject([{ n: now, leftOut: 100 }, { n: now }]);
    expect(lines[4]).not.toHaveProperty('leftOut');
    now += 60_000;
    warn();
    expect(lines[5]).not.toHaveProperty('leftOut');
  });
});
