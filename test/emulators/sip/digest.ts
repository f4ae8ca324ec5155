import { createHash, randomBytes } from 'node:crypto';
import type { Header } from './message';

export interface Login {
  username: string;
  password: string;
}

/** What a caller sent to prove who it is. */
type Proof = Record<string, string>;

/**
 * Asks callers for a login and checks what they send (RFC 3261, 22, and RFC 2617, 3.2): MD5 with quality of protection
 * `auth`. Each question holds for one answer.
 */
export class DigestChallenger {
  private readonly open = new Set<string>();

  constructor(private readonly realm: string) {}

  /** Header of a 407 that asks for a login. */
  challenge(): Header {
    const nonce = randomBytes(16).toString('hex');
    this.open.add(nonce);
    return [
      'Proxy-Authenticate',
      `Digest realm="${this.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`,
    ];
  }

  /**
   * Whose login it is that was sent.
   *
   * @param header value of Proxy-Authorization
   * @param method and uri of the request that it came with
   */
  check(header: string, method: string, uri: string, logins: readonly Login[]): Login | undefined {
    const proof = parse(header);
    if (!this.open.delete(proof.nonce ?? '') || proof.realm !== this.realm || proof.uri !== uri)
      return undefined;
    const login = logins.find(({ username }) => username === proof.username);
    return login && digestResponse(login, method, proof) === proof.response ? login : undefined;
  }
}

/** The answer that a password gives to a question. */
export function digestResponse({ username, password }: Login, method: string, proof: Proof): string {
  const { realm, nonce, nc, cnonce, qop, uri } = proof;
  const secret = md5([username, realm, password]);
  return md5([secret, nonce, nc, cnonce, qop, md5([method, uri])]);
}

function md5(parts: ReadonlyArray<string | undefined>): string {
  return createHash('md5')
    .update(parts.map((part) => part ?? '').join(':'))
    .digest('hex');
}

function parse(header: string): Proof {
  const proof: Proof = {};
  for (const [, name = '', quoted, plain] of header.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^,\s]+))/g))
    proof[name.toLowerCase()] = quoted ?? plain ?? '';
  return proof;
}
