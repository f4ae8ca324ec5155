import { formatResponse, parameter, parseRequest, valueOf } from './message';

const invite = [
  'INVITE sip:+15550100100@cred.sip.vapi.ai SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bK-1;rport',
  'v: SIP/2.0/UDP 127.0.0.3;branch=z9hG4bK-0',
  'From: "Dana; tag=no" <sip:+15550100200@127.0.0.2;tag=neither>;tag=abc',
  't: <sip:+15550100100@cred.sip.vapi.ai>',
  'i: call-1',
  'CSeq: 1 INVITE',
  'Subject: long',
  '  and folded',
  'l: 3',
  '',
  'v=0',
].join('\r\n');

describe('parseRequest', () => {
  it('reads line, headers with short names and folded lines, and body', () => {
    const request = parseRequest(invite);
    expect(request).toMatchObject({
      method: 'INVITE',
      uri: 'sip:+15550100100@cred.sip.vapi.ai',
      body: 'v=0',
    });
    expect(valueOf(request!, 'call-id')).toBe('call-1');
    expect(valueOf(request!, 'subject')).toBe('long and folded');
    expect(request!.headers.filter(([name]) => name === 'via')).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['a keep-alive', '\r\n\r\n'],
    ['noise', '\u0000\u00ff not SIP at all\r\n\r\n'],
    ['a response', 'SIP/2.0 200 OK\r\nVia: x\r\n\r\n'],
    ['HTTP', invite.replace('SIP/2.0\r\n', 'HTTP/1.1\r\n')],
    ['a message cut off in its headers', invite.slice(0, 120)],
    ['a line that is no header', invite.replace('CSeq: 1 INVITE', 'CSeq 1 INVITE')],
    ['a request without Via', invite.replace(/^(Via|v):.*\r\n/gm, '')],
    ['a request without Call-ID', invite.replace('i: call-1\r\n', '')],
  ])('ignores %s', (_, text) => {
    expect(parseRequest(text)).toBeUndefined();
  });
});

describe('parameter', () => {
  const from = valueOf(parseRequest(invite)!, 'from')!;

  it('finds those behind the address, not those within', () => {
    expect(parameter('<sip:a@b;tag=inner>;tag=outer', 'tag')).toBe('outer');
    expect(parameter('<sip:a@b;tag=inner>', 'tag')).toBeUndefined();
    expect(parameter('<sip:a@b>; Tag = x', 'tag')).toBe('x');
    expect(parameter('SIP/2.0/UDP h;rport;branch=z9', 'branch')).toBe('z9');
    expect(from).toContain(';tag=abc');
  });
});

describe('formatResponse', () => {
  const request = parseRequest(invite)!;

  it('takes over what belongs to the transaction, every Via of it, and tags To', () => {
    const lines = formatResponse(request, { status: 401, reason: 'Unauthorized' }, 't1').split('\r\n');
    expect(lines).toEqual([
      'SIP/2.0 401 Unauthorized',
      'Via: SIP/2.0/UDP 127.0.0.2:5061;branch=z9hG4bK-1;rport',
      'Via: SIP/2.0/UDP 127.0.0.3;branch=z9hG4bK-0',
      'From: "Dana; tag=no" <sip:+15550100200@127.0.0.2;tag=neither>;tag=abc',
      'Call-ID: call-1',
      'CSeq: 1 INVITE',
      'To: <sip:+15550100100@cred.sip.vapi.ai>;tag=t1',
      'Content-Length: 0',
      '',
      '',
    ]);
  });

  it('counts the bytes of its body and leaves a tag as it is', () => {
    const tagged = parseRequest(invite.replace('vapi.ai>\r\ni:', 'vapi.ai>;tag=peer\r\ni:'))!;
    const text = formatResponse(
      tagged,
      { status: 200, reason: 'OK', headers: [['Contact', '<sip:127.0.0.1:9>']], body: 'v=0\r\n' },
      't1',
    );
    expect(text).toContain('To: <sip:+15550100100@cred.sip.vapi.ai>;tag=peer\r\n');
    expect(text.endsWith('Contact: <sip:127.0.0.1:9>\r\nContent-Length: 5\r\n\r\nv=0\r\n')).toBe(true);
  });
});
