import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BenchError, LOAD_CORE } from './machine';
import { compiled, startProgram } from './relays';

/** What stands before the load's Vapi and speaks TLS. */
export interface TlsEnd {
  port: number;
  /** What the bridge needs in order to use it. */
  env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts a pipe that ends TLS, on the core of the load.
 * @throws BenchError without `openssl`, which makes the certificate
 */
export async function startTlsEnd(folder: string, portBehind: number): Promise<TlsEnd> {
  const keyFile = join(folder, 'key.pem');
  const certFile = join(folder, 'cert.pem');
  makeCertificate(keyFile, certFile);
  const pipe = await startProgram({
    name: 'tls',
    program: compiled('tlsPipe', folder),
    env: { PORT_BEHIND: `${portBehind}`, KEY_FILE: keyFile, CERT_FILE: certFile },
    folder,
    core: LOAD_CORE,
  });
  const env = { VAPI_BASE_URL: `https://127.0.0.1:${pipe.port}`, NODE_EXTRA_CA_CERTS: certFile };
  return { port: pipe.port, env, stop: pipe.stop };
}

/** For 127.0.0.1, signed by itself, valid for a day. */
function makeCertificate(keyFile: string, certFile: string): void {
  const args = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  try {
    execFileSync('openssl', ['req', '-x509', ...args, ...names, '-keyout', keyFile, '-out', certFile], {
      stdio: 'pipe',
    });
  } catch (error) {
    throw new BenchError(`No certificate could be made. Fix: apt-get install openssl. ${String(error)}`);
  }
}
