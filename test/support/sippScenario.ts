/** What a caller sends, and what it wants to hear. */
export interface SippScenario {
  /** Request-URI, as it was provisioned. */
  uri: string;
  /** How it is sent; udp where it is left out. */
  transport?: 'udp' | 'tcp' | 'tls';
  /** Status that the call must get in the end; any other is a failure. */
  expect: number;
  /** Sent when the other side asks for it by 407. */
  login?: { username: string; password: string };
}

/** Fictitious. */
const CALLER = '+15550100200';

/** Text between square brackets is sipp's own: it fills it in. */
const RESERVED = /[[\]<>\s]/;

/**
 * A call as a scenario of sipp (its XML, see sipp's reference "Create your own XML scenarios"): INVITE with audio,
 * answered by 100, 180 and 200, then ACK and BYE; or refused, then ACK.
 *
 * @throws {Error} for an address or a login that can't be put into a scenario
 */
export function sippScenario({ uri, transport = 'udp', expect, login }: SippScenario): string {
  for (const value of [uri, login?.username ?? '', login?.password ?? ''])
    if (RESERVED.test(value)) throw new Error(`"${value}" can't be put into a scenario of sipp.`);
  const proof = login && `[authentication username=${login.username} password=${login.password}]`;
  const asked = login ? [invite(uri, 1), receive(407, 'auth="true"'), acknowledgeRefusal(uri, 1)] : [];
  const sequence = login ? 2 : 1;
  const call =
    expect === 200
      ? [receive(100), receive(180), receive(200, 'rrs="true"'), ...hangUp(sequence)]
      : [receive(100, 'optional="true"'), receive(expect), acknowledgeRefusal(uri, sequence)];
  const steps = [...asked, invite(uri, sequence, proof), ...call];
  // Not sipp's own [transport]: where a pipe encrypts, sipp doesn't know of it.
  const text = steps.join('\n').replaceAll('TRANSPORT', transport.toUpperCase());
  return `<?xml version="1.0" encoding="ISO-8859-1"?>\n<scenario name="call">\n${text}\n</scenario>\n`;
}

function invite(uri: string, sequence: number, proof?: string): string {
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 [local_ip]',
    's=-',
    'c=IN IP4 [local_ip]',
    't=0 0',
    // Nothing listens there: only signalling is tested.
    'm=audio 40000 RTP/AVP 0 8 101',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
  ];
  const headers = [
    ...['Contact: <sip:[local_ip]:[local_port];transport=TRANSPORT>', 'Content-Type: application/sdp'],
    ...(proof === undefined ? [] : [proof]),
  ];
  return send('INVITE', uri, `<${uri}>`, sequence, ownBranch, headers, offer);
}

const ownBranch = 'Via: SIP/2.0/TRANSPORT [local_ip]:[local_port];branch=[branch];rport';

/** Belongs to the transaction that was refused, so it has its Via (RFC 3261, 17.1.1.3). */
function acknowledgeRefusal(uri: string, sequence: number): string {
  return send('ACK', uri, `<${uri}>[peer_tag_param]`, sequence, '[last_Via:]');
}

function hangUp(sequence: number): string[] {
  const within = (method: string, number: number): string =>
    send(method, '[next_url]', '[last_To:]', number, ownBranch);
  return [within('ACK', sequence), within('BYE', sequence + 1), receive(200)];
}

function send(
  method: string,
  uri: string,
  to: string,
  sequence: number,
  via: string,
  headers: readonly string[] = [],
  body: readonly string[] = [],
): string {
  const lines = [
    `${method} ${uri} SIP/2.0`,
    via,
    `From: <sip:${CALLER}@[local_ip]:[local_port]>;tag=[pid]c[call_number]`,
    to.startsWith('[last_To') ? to : `To: ${to}`,
    'Call-ID: [call_id]',
    `CSeq: ${sequence} ${method}`,
    'Max-Forwards: 70',
    ...headers,
    'Content-Length: [len]',
    '',
    ...body,
  ];
  const repeated = method === 'ACK' ? '' : ' retrans="500"';
  return `<send${repeated}><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

function receive(status: number, attributes = ''): string {
  return `<recv response="${status}"${attributes === '' ? '' : ` ${attributes}`}/>`;
}
