import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import type { WebSocket } from 'ws';
import { Admission } from './admission';
import { TwilioCallControl } from './carriers/twilio/hangUp';
import { MediaSockets } from './carriers/twilio/mediaSockets';
import { ReplayGuard } from './carriers/twilio/replayGuard';
import { SystemClock } from './clock';
import type { Config } from './config';
import { CallIntake } from './intake';
import { createLogger, type Logger } from './log';
import { within } from './deferred';
import type { EndReason } from './relay/endings';
import { SessionStore } from './relay/sessionStore';
import { createServer } from './server';
import { VapiCallClient } from './vapi/callClient';
import { VapiTransport } from './vapi/transport';
import { userAgent } from './version';

/** What is open at this moment; all zero when no call is in progress. */
export interface Inspection {
  sessions: number;
  tickets: number;
  carrierSockets: number;
  vapiSockets: number;
  timers: number;
}

export interface Bridge {
  /** Starts to listen; the port is the one that was really taken. */
  listen(): Promise<{ host: string; port: number }>;
  /** Takes no more calls, lets the live ones finish for `drainSeconds`, tells the rest goodbye, and closes. */
  drain(): Promise<void>;
  /** Ends all calls and closes. */
  close(): Promise<void>;
  inspect(): Inspection;
}

/** Puts the service together. Nothing happens before `listen`. */
export function createBridge(config: Config, options: { logger?: Logger } = {}): Bridge {
  const log = options.logger ?? createLogger(config.logLevel);
  const clock = new SystemClock();
  const admission = new Admission(config.maxSessions);
  const sessions = new SessionStore();
  const vapiSockets = new Set<WebSocket>();
  // An answer that never ends must not fill the memory.
  const dispatcher = new Agent({ maxResponseSize: 1024 * 1024, connect: { timeout: 5000 } });
  const { vapi, twilio, publicUrl } = config;
  const client = new VapiCallClient({ ...vapi, userAgent, dispatcher, clock });
  const track = (socket: WebSocket): void => {
    vapiSockets.add(socket);
    socket.once('close', () => vapiSockets.delete(socket));
  };
  const transport = new VapiTransport({ ...vapi, client, userAgent, clock, track });
  const intake = new CallIntake({ config, admission, sessions, transport, clock, log });
  const { authToken } = twilio;
  const control = new TwilioCallControl({
    ...twilio,
    authToken: authToken ?? '',
    dispatcher,
    userAgent,
  });
  const media = new MediaSockets({
    publicUrl,
    authToken,
    control,
    claim: (ticket, callSid) => intake.claim(ticket, callSid),
    clock,
    log,
  });
  const inspect = (): Inspection => ({
    sessions: sessions.size,
    tickets: intake.tickets,
    carrierSockets: media.size,
    vapiSockets: vapiSockets.size,
    timers: clock.pending,
  });
  const app = createServer({
    config,
    intake,
    sessions,
    log,
    replays: new ReplayGuard(() => clock.now()),
    readiness: () => {
      const { timers: _timers, ...open } = inspect();
      // At the limit it is still this process that answers: with the busy message, which a 503 would take away.
      return { ready: !admission.draining, full: sessions.size >= admission.maxSessions, ...open };
    },
    upgradeMedia: (request, socket, head) => media.upgrade(request, socket, head),
  });

  const endAll = async (reason: EndReason): Promise<void> => {
    const open = sessions.list();
    for (const session of open) session.end(reason);
    await Promise.all(open.map((session) => session.done));
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    admission.startDraining();
    closed ??= (async () => {
      await endAll('bridge-closed');
      media.terminate();
      await app.close();
      await dispatcher.close();
      log.info('bridge closed');
    })();
    return closed;
  };

  return {
    inspect,
    close,
    async listen() {
      await app.listen({ host: config.host, port: config.port });
      const { address, port } = app.server.address() as AddressInfo;
      log.info({ host: address, port, publicUrl }, 'bridge listening');
      if (authToken === undefined) log.warn('TWILIO_AUTH_TOKEN is not set: /twilio/* answers 503');
      return { host: address, port };
    },
    async drain() {
      admission.startDraining();
      log.info({ sessions: sessions.size, seconds: config.drainSeconds }, 'bridge draining');
      const finished = Promise.all(sessions.list().map((session) => session.done)).then(() => undefined);
      await within(clock, config.drainSeconds * 1000, finished);
      await endAll('drain-over');
      await close();
    },
  };
}
