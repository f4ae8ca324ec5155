import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { Admission } from './admission';
import { createCarriers } from './carriers';
import type { Carrier } from './carriers/carrier';
import { createClientAddress } from './clientAddress';
import { SystemClock } from './clock';
import type { Config } from './config';
import { CallIntake } from './intake';
import { createLogger, type Logger } from './log';
import { BridgeMetrics } from './metrics';
import { drain, endAll } from './relay/drain';
import type { SessionObserver } from './relay/observer';
import { SessionStore } from './relay/sessionStore';
import { createRooms } from './rooms';
import { createAccess } from './routes/access';
import { createServer } from './server';
import { VapiCallClient } from './vapi/callClient';
import { VapiControlClient } from './vapi/controlClient';
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
  /**
   * Takes no more calls, lets the live ones finish for a while, tells the rest goodbye, and closes.
   * @param seconds the configured drain time, unless given
   */
  drain(seconds?: number): Promise<void>;
  /** Ends all calls, tells their callers goodbye, and closes. */
  close(): Promise<void>;
  inspect(): Inspection;
}

export interface BridgeOptions {
  logger?: Logger;
  /** Counts what happens, and is shown at /metrics. */
  metrics?: BridgeMetrics;
}

/** Puts the service together. Nothing happens before `listen`. */
export function createBridge(config: Config, options: BridgeOptions = {}): Bridge {
  const { logger: log = createLogger(config.logLevel), metrics = new BridgeMetrics() } = options;
  const clock = new SystemClock();
  const admission = new Admission(config.maxSessions);
  const sessions = new SessionStore();
  const clientAddress = createClientAddress(config.trustedProxies);
  const dispatcher = new Agent({
    // An answer that never ends must not fill the memory.
    maxResponseSize: 1024 * 1024,
    connect: { timeout: 5000 },
    // Spares most calls the TLS handshake. Shorter than the minute after which front ends begin to cut idle
    // connections: a request that meets such a cut fails, and can't be repeated.
    keepAliveTimeout: 30_000,
  });
  const { vapi, publicUrl } = config;
  const client = new VapiCallClient({ ...vapi, userAgent, dispatcher, clock });
  const access = createAccess(config, clientAddress, clock);
  const observers: SessionObserver[] = [];
  const rooms = createRooms({
    ...{ config, sessions, access, clientAddress, dispatcher, userAgent, clock, log },
    registry: metrics.registry,
    announce: (identity, event) => observers.forEach((observer) => observer.event(identity, event)),
  });
  for (const { observer } of rooms) if (observer) observers.push(observer);
  const transport = new VapiTransport({
    ...{ ...vapi, client, userAgent, clock },
    control: new VapiControlClient({ ...vapi, userAgent, dispatcher, clock }),
    transcripts: config.call.reconnect || rooms.some(({ wantsTranscripts }) => wantsTranscripts === true),
    toolCalls: rooms.some(({ wantsToolCalls }) => wantsToolCalls === true),
  });
  const carriers: Carrier[] = [];
  const intake = new CallIntake({
    ...{ config, admission, sessions, transport, observers, clock, log },
    diallers: carriers,
    meter: metrics,
  });
  carriers.push(...createCarriers({ config, intake, clientAddress, dispatcher, userAgent, clock, log }));
  const inspect = (): Inspection => ({
    sessions: sessions.size,
    tickets: intake.tickets,
    carrierSockets: carriers.reduce((sum, carrier) => sum + carrier.size, 0),
    vapiSockets: transport.size,
    timers: clock.pending,
  });
  const app = createServer({
    config,
    intake,
    sessions,
    registry: metrics.registry,
    clientAddress,
    clock,
    log,
    readiness: () => {
      const { timers: _timers, ...open } = inspect();
      // At the limit it is still this process that answers: with the busy message, which a 503 would take away.
      return { ready: !admission.draining, full: sessions.size >= admission.maxSessions, ...open };
    },
    access,
    rooms,
    carriers,
  });

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    admission.startDraining();
    closed ??= (async () => {
      await endAll(sessions, 'bridge-closed');
      for (const carrier of carriers) carrier.terminate();
      for (const room of rooms) await room.close?.();
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
      for (const room of rooms) await room.open?.();
      await app.listen({ host: config.host, port: config.port });
      const { address, port } = app.server.address() as AddressInfo;
      log.info({ host: address, port, publicUrl }, 'bridge listening');
      warnOfCarriers(carriers, log);
      return { host: address, port };
    },
    async drain(seconds = config.drainSeconds) {
      admission.startDraining();
      log.info({ sessions: sessions.size, seconds }, 'bridge draining');
      await drain(sessions, clock, seconds * 1000);
      await close();
    },
  };
}

/** A bridge without any carrier is a mistake; most have one, and need not hear of the others. */
function warnOfCarriers(carriers: readonly Carrier[], log: Logger): void {
  if (carriers.some(({ problem }) => problem === undefined)) return;
  for (const { name, problem } of carriers) log.warn(`${problem}: /${name}/* answers 503`);
}
