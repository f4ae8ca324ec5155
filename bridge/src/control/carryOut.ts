import type { TransferTarget } from '../relay/peer';
import type { Session } from '../relay/session';
import type { Command, TransferCommand } from './commands';

/** How long it rings, in s, where the command doesn't say. */
const RINGING_SECONDS = 30;

/**
 * Carries out a command for a live call. Resolves when whoever it is for has taken it.
 * @throws BridgeError why it could not be passed on
 */
export async function carryOut(session: Session, command: Command): Promise<void> {
  switch (command.type) {
    case 'transfer':
      await session.transfer(targetOf(command));
      break;
    case 'dtmf':
      session.press(command.digits);
      break;
    default:
      await session.control(command);
  }
}

function targetOf({ destination, content }: TransferCommand): TransferTarget {
  const { callerId, message = content, whisper, timeoutSeconds = RINGING_SECONDS } = destination;
  const to =
    destination.type === 'number'
      ? { kind: 'number' as const, to: destination.number }
      : { kind: 'sip' as const, to: destination.sipUri };
  return { ...to, callerId, message, whisper, timeoutSeconds };
}
