import { setTimeout as sleep } from 'node:timers/promises';
import { type Certificate, makeCertificate } from '../bridge/sockets/certificate';
import type { Login } from '../emulators/sip/digest';
import type { SipServer } from '../emulators/sip/sipServer';
import { parseSipUri } from '../emulators/sip/uri';
import type { CallAttempt } from '../emulators/sip/userAgentServer';
import { toLoopback } from '../support/loopbackNetworks';
import { placeCall } from '../support/sipp';

export interface ExpectedCall {
  /** Request-URI, as it was provisioned. */
  uri: string;
  /** Public address that the call comes from. */
  from: string;
  status: number;
  /** Default: that of the URI. */
  transport?: 'udp' | 'tcp' | 'tls';
  login?: Login | undefined;
}

/** One certificate for all servers and callers of a test file: making it takes a while. */
export const certificate: () => Certificate = (() => {
  let made: Certificate | undefined;
  return () => (made ??= makeCertificate());
})();

/**
 * The stand-ins listen at ports that the system gave them; so the one of the address is held to what Vapi, Twilio and
 * Telnyx listen at. Source: Vapi docs, SIP networking; Twilio docs, Elastic SIP Trunking; Telnyx docs, IP whitelisting.
 */
function expectUsualPort(uri: string, transport: 'udp' | 'tcp' | 'tls'): void {
  const address = parseSipUri(uri);
  const usual = transport === 'tls' ? 5061 : 5060;
  // RFC 3261, 19.1.2: without a port it is that of the transport.
  expect([uri, transport, address?.port ?? usual]).toEqual([uri, transport, usual]);
}

/**
 * Places a call with a real SIP peer, which must hear just what is expected.
 *
 * @returns how the server saw it
 * @throws {Error} with all messages, where it went otherwise
 */
export async function expectCall(server: SipServer, call: ExpectedCall): Promise<CallAttempt> {
  const { uri, from, status, login, transport = parseSipUri(uri)?.transport ?? 'udp' } = call;
  const port = server.ports[transport];
  if (port === undefined) throw new Error(`The server does not speak ${transport}.`);
  expectUsualPort(uri, transport);
  const placed = server.attempts.length;
  const heard = await placeCall({
    ...{ uri, transport, expect: status, from: toLoopback(from), to: { host: server.host, port } },
    ...(login ? { login } : {}),
    ...(transport === 'tls' ? { certificate: certificate().cert } : {}),
  });
  const attempt = server.attempts.slice(placed).at(-1);
  const last = status === 200 ? [100, 180, 200] : [status];
  const whole = [...(login && status !== 407 ? [407] : []), ...last].join();
  // BYE gets a 200 of its own, and on a busy machine sipp may repeat itself and be answered again.
  const statuses = heard.statuses.filter((one, index, all) => one !== all[index - 1]).join();
  if (heard.exitCode !== 0 || statuses !== whole || attempt === undefined)
    throw new Error(
      `${from} called ${uri}: ${whole} was expected, ${statuses} was heard ` +
        `(sipp: ${heard.exitCode}; server: ${attempt?.why ?? 'no call'}).\n${heard.log}`,
    );
  // The last ACK of a refused call may still be on its way.
  for (let waited = 0; !attempt.acknowledged && waited < 50; waited++) await sleep(20);
  expect(attempt).toMatchObject({
    ...{ uri, status, acknowledged: true, ended: status === 200 },
    peer: { address: from, transport },
  });
  return attempt;
}
