import { StreamFrames } from './streamFrames';

const first = 'INVITE sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 5\r\n\r\nv=0\r\n';
const second = 'ACK sip:a@b SIP/2.0\r\nl: 0\r\n\r\n';
const third = 'BYE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n\r\n';

describe('StreamFrames', () => {
  it('cuts messages that came together', () => {
    expect(new StreamFrames().push(first + second + third)).toEqual([first, second, third]);
  });

  it('joins messages that came byte by byte, with keep-alives between them', () => {
    const frames = new StreamFrames();
    const stream = `${first}\r\n\r\n${second}`;
    expect([...stream].flatMap((byte) => frames.push(byte))).toEqual([first, second]);
  });

  it('refuses what never ends, and what says that it is too long', () => {
    expect(() => new StreamFrames().push('x'.repeat(70_000))).toThrow('No SIP message ends within 65536');
    expect(() => new StreamFrames().push('A\r\nContent-Length: 70000\r\n\r\n')).toThrow('longer than 65536');
  });
});
