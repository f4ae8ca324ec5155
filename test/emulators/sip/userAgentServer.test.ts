import { type Decision, type Peer, UserAgentServer } from './userAgentServer';

const peer: Peer = { address: '54.172.60.1', port: 5060, transport: 'udp' };
const OFFER = 'v=0\r\nm=audio 6000 RTP/AVP 8 0 101\r\na=rtpmap:0 PCMU/8000\r\n';

function request(method: string, { cseq = 1, branch = '', toTag = '', body = '' } = {}) {
  return [
    `${method} sip:+15550100100@c1.sip.vapi.ai SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.2:5060;branch=${branch || `z9hG4bK-${method}-${cseq}`}`,
    'From: <sip:+15550100200@127.0.0.2>;tag=caller',
    `To: <sip:+15550100100@c1.sip.vapi.ai>${toTag === '' ? '' : `;tag=${toTag}`}`,
    'Call-ID: call-1',
    `CSeq: ${cseq} ${method}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const invite = request('INVITE', { body: OFFER });

function server(decision: Partial<Decision> = {}) {
  const decide = jest.fn(() => ({ status: 200, reason: 'OK', why: 'test', ...decision }));
  return { decide, sip: new UserAgentServer({ decide, contact: () => '127.0.0.9:5070' }) };
}

function statuses(responses: string[]): number[] {
  return responses.map((text) => Number(/^SIP\/2\.0 (\d{3}) /.exec(text)?.[1]));
}

function tagOf(response = ''): string {
  return /^To: .*;tag=(\w+)/m.exec(response)?.[1] ?? '';
}

describe('UserAgentServer', () => {
  it('takes a call: 100, 180, 200 with audio, ACK, BYE', () => {
    const { sip } = server();
    const responses = sip.receive(invite, peer);
    expect(statuses(responses)).toEqual([100, 180, 200]);
    expect(responses[0]).not.toContain(';tag=caller2');
    expect(tagOf(responses[0])).toBe('');
    expect(tagOf(responses[1])).toBe(tagOf(responses[2]));
    expect(responses[2]).toContain('Contact: <sip:127.0.0.9:5070>');
    expect(responses[2]).toContain('m=audio 40000 RTP/AVP 0\r\n');
    expect(sip.attempts).toMatchObject([{ status: 200, acknowledged: false, ended: false, peer }]);

    const toTag = tagOf(responses[2]);
    expect(sip.receive(request('ACK', { toTag }), peer)).toEqual([]);
    expect(sip.attempts[0]).toMatchObject({ acknowledged: true, ended: false });
    expect(statuses(sip.receive(request('BYE', { cseq: 2, toTag }), peer))).toEqual([200]);
    expect(sip.attempts[0]).toMatchObject({ acknowledged: true, ended: true });
  });

  it('refuses a call with the status that was decided, and its headers', () => {
    const { sip } = server({
      status: 407,
      reason: 'Prove It',
      headers: [['Proxy-Authenticate', 'Digest x']],
    });
    const responses = sip.receive(invite, peer);
    expect(statuses(responses)).toEqual([407]);
    expect(responses[0]).toMatch(/^SIP\/2\.0 407 Prove It\r\n[^]*\r\nProxy-Authenticate: Digest x\r\n/);
    sip.receive(request('ACK', { branch: 'z9hG4bK-INVITE-1', toTag: tagOf(responses[0]) }), peer);
    expect(sip.attempts).toMatchObject([{ status: 407, acknowledged: true }]);
  });

  it('answers a repeated INVITE as before, deciding once', () => {
    const { sip, decide } = server();
    const [, , ok] = sip.receive(invite, peer);
    expect(sip.receive(invite, peer)).toEqual([ok]);
    expect(decide).toHaveBeenCalledTimes(1);
    expect(sip.attempts).toHaveLength(1);
  });

  it('takes the same call with a new number of sequence for a new attempt', () => {
    const { sip, decide } = server({ status: 407 });
    sip.receive(invite, peer);
    sip.receive(request('INVITE', { cseq: 2, body: OFFER }), peer);
    expect(decide).toHaveBeenCalledTimes(2);
    sip.receive(request('ACK', { cseq: 2 }), peer);
    expect(sip.attempts.map(({ acknowledged }) => acknowledged)).toEqual([false, true]);
  });

  it('refuses an offer without PCMU, and one of encrypted audio', () => {
    for (const body of ['v=0\r\nm=audio 6000 RTP/AVP 8\r\n', 'v=0\r\nm=audio 6000 RTP/SAVP 0\r\n']) {
      const { sip } = server();
      expect(statuses(sip.receive(request('INVITE', { body }), peer))).toEqual([488]);
      expect(sip.attempts).toMatchObject([{ status: 488 }]);
    }
  });

  it('makes the offer itself where there is none', () => {
    const responses = server().sip.receive(request('INVITE'), peer);
    expect(responses[2]).toContain('a=rtpmap:0 PCMU/8000');
  });

  it('knows nothing of calls that it did not take, or that are over', () => {
    const { sip } = server();
    expect(statuses(sip.receive(request('BYE', { toTag: 'made-up' }), peer))).toEqual([481]);
    expect(statuses(sip.receive(request('CANCEL'), peer))).toEqual([481]);
    expect(statuses(sip.receive(request('INVITE', { toTag: 'made-up' }), peer))).toEqual([481]);
    const toTag = tagOf(sip.receive(request('INVITE', { cseq: 5, body: OFFER }), peer)[2]);
    expect(statuses(sip.receive(request('CANCEL', { cseq: 5 }), peer))).toEqual([200]);
    expect(statuses(sip.receive(request('INVITE', { cseq: 6, toTag, body: OFFER }), peer))).toEqual([200]);
    expect(statuses(sip.receive(request('BYE', { cseq: 7, toTag }), peer))).toEqual([200]);
    expect(statuses(sip.receive(request('BYE', { cseq: 8, toTag }), peer))).toEqual([481]);
  });

  it('answers pings, refuses what it does not do, and lets garbage pass', () => {
    const { sip, decide } = server();
    expect(statuses(sip.receive(request('OPTIONS'), peer))).toEqual([200]);
    expect(sip.receive(request('REGISTER'), peer)[0]).toMatch(/^SIP\/2\.0 405 [^]*Allow: INVITE, ACK/);
    for (const noise of [
      '',
      '\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      invite.slice(0, 90),
      'SIP/2.0 200 OK\r\n\r\n',
    ])
      expect(sip.receive(noise, peer)).toEqual([]);
    expect(sip.ignored).toBe(5);
    expect(decide).not.toHaveBeenCalled();
  });
});
