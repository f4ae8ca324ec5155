import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import type { AssistantCommand } from '../relay/peer';
import { isTrustedControlUrl } from './address';
import { publicKeyHeader } from './publicKey';

/** Somebody waits for the answer, and nothing is repeated: the command may have been carried out. */
const TIMEOUT_MS = 10_000;

export interface ControlClientOptions {
  baseUrl: string;
  /** For calls whose control wants more proof than its address. */
  publicKey?: string | undefined;
  userAgent: string;
  dispatcher: Dispatcher;
  clock: Clock;
}

/**
 * Sends commands to the control address of a live call. The address is all the proof that it wants, or the public key;
 * the private key is never sent along, since an answer of Vapi's has chosen the host. Source: Vapi docs, "Live call
 * control".
 */
export class VapiControlClient {
  constructor(private readonly options: ControlClientOptions) {}

  /**
   * @param controlUrl as Vapi has named it; undefined where live control is off
   * @throws BridgeError VAPI_CONTROL_UNAVAILABLE, VAPI_CONTROL_FAILED
   */
  async send(controlUrl: string | undefined, command: AssistantCommand): Promise<void> {
    const { baseUrl, publicKey, userAgent, dispatcher, clock } = this.options;
    if (controlUrl === undefined || !isTrustedControlUrl(controlUrl, baseUrl)) {
      throw new BridgeError('VAPI_CONTROL_UNAVAILABLE', controlUrl === undefined ? 'none' : 'foreign host');
    }
    const abort = new AbortController();
    const timer = clock.after(TIMEOUT_MS, () => abort.abort());
    try {
      const answer = await request(controlUrl, {
        method: 'POST',
        dispatcher,
        signal: abort.signal,
        headers: {
          'content-type': 'application/json',
          'user-agent': userAgent,
          ...publicKeyHeader(publicKey),
        },
        body: JSON.stringify(command),
      });
      await answer.body.dump();
      const { statusCode: status } = answer;
      if (status < 200 || status > 299) throw new BridgeError('VAPI_CONTROL_FAILED', `status ${status}`);
    } catch (error) {
      if (error instanceof BridgeError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      throw new BridgeError('VAPI_CONTROL_FAILED', abort.signal.aborted ? 'no answer in time' : code);
    } finally {
      timer.cancel();
    }
  }
}
