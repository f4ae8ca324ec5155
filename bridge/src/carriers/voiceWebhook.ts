import { BridgeError, type ErrorCode } from '../errors';
import type { CallIntake, IncomingCall } from '../intake';
import type { RareWarnings } from '../log';
import type { ReplayGuard } from './replayGuard';

/** What a carrier that is told by documents is told. */
export interface VoiceDocuments {
  /** Connects the call's audio to us. */
  connect(ticket: string): string;
  /** Speaks the fallback message, and connects or ends the call. */
  fallback(): string;
  /** Tells a caller who can't be taken now. */
  busy(): string;
}

export interface VoiceWebhookOptions {
  intake: Pick<CallIntake, 'take' | 'takeAgain'>;
  replays: ReplayGuard;
  documents: VoiceDocuments;
  warnings: RareWarnings;
  /** The code of the refusal when a signature comes again with another call. */
  replayed: ErrorCode;
}

/**
 * Answers the webhook of a new call. Each call is opened once: a webhook that is repeated gets another ticket while the
 * stream has not come, later the fallback.
 * @param signature what the webhook was signed with
 * @throws BridgeError when the signature was another call's
 */
export function answerVoiceWebhook(
  call: IncomingCall,
  signature: string,
  { intake, replays, documents, warnings, replayed }: VoiceWebhookOptions,
): string {
  const { carrierCallId } = call;
  switch (replays.use(carrierCallId, signature)) {
    case 'first': {
      const reception = intake.take(call);
      if (reception.kind === 'busy') return documents.busy();
      return reception.kind === 'connect' ? documents.connect(reception.ticket) : documents.fallback();
    }
    case 'repeated': {
      const ticket = intake.takeAgain(carrierCallId);
      warnings.warn({ carrierCallId, waiting: ticket !== undefined }, 'webhook repeated');
      return ticket === undefined ? documents.fallback() : documents.connect(ticket);
    }
    case 'foreign':
      warnings.warn({ carrierCallId }, 'webhook replayed');
      throw new BridgeError(replayed);
  }
}
