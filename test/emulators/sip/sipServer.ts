import { type Listeners, type ListenOptions, listen } from './listeners';
import { type CallAttempt, type UserAgentServerOptions, UserAgentServer } from './userAgentServer';

export interface SipServerOptions extends Partial<Pick<ListenOptions, 'host' | 'tls' | 'publicAddress'>> {
  decide: UserAgentServerOptions['decide'];
}

/** A SIP server on the loopback interface. */
export interface SipServer extends Listeners {
  /** Every call that was placed, oldest first. */
  readonly attempts: readonly CallAttempt[];
  /** How many messages were no SIP request. */
  readonly ignored: number;
}

/** Starts a server that answers calls as `decide` says. @throws {Error} where a port can't be listened on */
export async function startSipServer(options: SipServerOptions): Promise<SipServer> {
  const { decide, host = '127.0.0.1', tls, publicAddress = (address) => address } = options;
  const agent: UserAgentServer = new UserAgentServer({
    decide,
    contact: (transport) => `${host}:${listeners.ports[transport] ?? 0}`,
  });
  const listeners = await listen({
    host,
    publicAddress,
    receive: (text, peer) => agent.receive(text, peer),
    ...(tls ? { tls } : {}),
  });
  return {
    ...listeners,
    attempts: agent.attempts,
    get ignored() {
      return agent.ignored;
    },
  };
}
