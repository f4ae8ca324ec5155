import { randomBytes } from 'node:crypto';
import {
  type Header,
  type SipRequest,
  type SipResponse,
  formatResponse,
  parameter,
  parseRequest,
  valueOf,
} from './message';
import { sdpAnswer } from './sdp';

/** Where a message came from. */
export interface Peer {
  /** As the carrier's network has it, not the loopback address that stands for it. */
  address: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
}

/** What becomes of a call. */
export interface Decision {
  status: number;
  /** Reason phrase of the response. */
  reason: string;
  /** For the reader of a failed test. */
  why: string;
  /** What the real service does here is not documented. */
  assumption?: true;
  headers?: readonly Header[];
}

/** A call as it was placed and answered. */
export interface CallAttempt extends Decision {
  callId: string;
  cseq: string;
  uri: string;
  peer: Peer;
  /** The caller has confirmed the final answer. */
  acknowledged: boolean;
  /** The caller has hung up. */
  ended: boolean;
  toTag: string;
}

export interface UserAgentServerOptions {
  /** Takes or refuses a call. Asked once for each INVITE, not again when it is repeated. */
  decide: (invite: SipRequest, peer: Peer) => Decision;
  /** Where the peer sends what follows in the call: `<address>:<port>`. */
  contact: (transport: Peer['transport']) => string;
}

const KNOWN = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS'];

/**
 * Answers calls as a SIP server does (RFC 3261, 8.2, 13.3 and 17.2): a call that is taken hears 100, 180 and 200 with
 * an answer of audio; ACK and BYE belong to it. A repeated request gets the answer of before. It does not repeat its
 * own answers, which only a lossy network would want.
 */
export class UserAgentServer {
  readonly attempts: CallAttempt[] = [];
  /** Messages that were no SIP request. */
  ignored = 0;
  /** The last answer to each request, by transaction. */
  private readonly answered = new Map<string, string>();

  constructor(private readonly options: UserAgentServerOptions) {}

  /**
   * Takes a message.
   *
   * @param text characters are bytes (latin1)
   * @returns the responses, in order
   */
  receive(text: string, peer: Peer): string[] {
    const request = parseRequest(text);
    if (request === undefined) {
      this.ignored += 1;
      return [];
    }
    if (request.method === 'ACK') {
      const attempt = this.attemptOf(request);
      if (attempt) attempt.acknowledged = true;
      return [];
    }
    const transaction = transactionOf(request, peer);
    const before = this.answered.get(transaction);
    if (before !== undefined) return [before];
    const answers = this.answer(request, peer);
    const last = answers.at(-1);
    if (last !== undefined) this.answered.set(transaction, last);
    return answers;
  }

  private answer(request: SipRequest, peer: Peer): string[] {
    const known = this.dialogOf(request);
    const respond = (response: SipResponse): string[] => [formatResponse(request, response, newTag())];
    switch (request.method) {
      case 'INVITE':
        if (parameter(valueOf(request, 'to') ?? '', 'tag') === undefined) return this.take(request, peer);
        return respond(known ? this.accepted(request, peer) : NO_SUCH_CALL);
      case 'BYE':
        if (known) known.ended = true;
        return respond(known ? OK : NO_SUCH_CALL);
      case 'CANCEL':
        // The call was answered at once, so nothing is left to be cancelled.
        return respond(this.attemptOf(request) ? OK : NO_SUCH_CALL);
      case 'OPTIONS':
        return respond({ ...OK, headers: [['Allow', KNOWN.join(', ')]] });
      default:
        return respond({ status: 405, reason: 'Method Not Allowed', headers: [['Allow', KNOWN.join(', ')]] });
    }
  }

  /** A new call. */
  private take(request: SipRequest, peer: Peer): string[] {
    const toTag = newTag();
    let decision = this.options.decide(request, peer);
    let final: SipResponse = decision;
    if (decision.status === 200) {
      final = this.accepted(request, peer);
      if (final.status !== 200) decision = { ...final, why: 'the offer has no PCMU over plain RTP' };
    }
    this.attempts.push({
      ...decision,
      callId: valueOf(request, 'call-id') ?? '',
      cseq: sequenceOf(request),
      uri: request.uri,
      peer,
      acknowledged: false,
      ended: false,
      toTag,
    });
    const text = (response: SipResponse): string => formatResponse(request, response, toTag);
    if (decision.status !== 200) return [text(final)];
    return [
      formatResponse(request, { status: 100, reason: 'Trying' }, undefined),
      text({ status: 180, reason: 'Ringing', headers: this.contact(peer) }),
      text(final),
    ];
  }

  private accepted(request: SipRequest, peer: Peer): SipResponse {
    const [host = ''] = this.options.contact(peer.transport).split(':');
    const body = sdpAnswer(request.body, host);
    if (body === undefined) return { status: 488, reason: 'Not Acceptable Here' };
    return { ...OK, headers: [...this.contact(peer), ['Content-Type', 'application/sdp']], body };
  }

  private contact({ transport }: Peer): Header[] {
    const suffix = transport === 'udp' ? '' : `;transport=${transport}`;
    return [['Contact', `<sip:${this.options.contact(transport)}${suffix}>`]];
  }

  /** The INVITE that an ACK or a CANCEL is about. */
  private attemptOf(request: SipRequest): CallAttempt | undefined {
    const [callId, cseq] = [valueOf(request, 'call-id'), sequenceOf(request)];
    return this.attempts.find((attempt) => attempt.callId === callId && attempt.cseq === cseq);
  }

  /** The call that a request within a call is about. */
  private dialogOf(request: SipRequest): CallAttempt | undefined {
    const tag = parameter(valueOf(request, 'to') ?? '', 'tag');
    const callId = valueOf(request, 'call-id');
    return this.attempts.find(
      (attempt) =>
        attempt.callId === callId && attempt.toTag === tag && attempt.status === 200 && !attempt.ended,
    );
  }
}

const OK: SipResponse = { status: 200, reason: 'OK' };
const NO_SUCH_CALL: SipResponse = { status: 481, reason: 'Call/Transaction Does Not Exist' };

function sequenceOf(request: SipRequest): string {
  return (valueOf(request, 'cseq') ?? '').split(/\s+/)[0] ?? '';
}

/** A repeated request has branch, method and peer of the first (RFC 3261, 17.2.3). */
function transactionOf(request: SipRequest, { address, port }: Peer): string {
  const branch = parameter(valueOf(request, 'via') ?? '', 'branch') ?? '';
  return [request.method, branch, valueOf(request, 'call-id'), sequenceOf(request), address, port].join(' ');
}

function newTag(): string {
  return randomBytes(8).toString('hex');
}
