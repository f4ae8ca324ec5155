import { defineResource } from '../../../shared/actions/operation';
import { addMessage } from './addMessage.operation';
import { end } from './end.operation';
import { handOff } from './handOff.operation';
import { mute, unmute } from './mute.operation';
import { say } from './say.operation';
import { sayFirstMessage } from './sayFirstMessage.operation';
import { sendTransportMessage } from './sendTransportMessage.operation';
import { transfer } from './transfer.operation';

/** Calls in progress, by their control URL. */
export const liveCall = defineResource(
  { name: 'Live Call', value: 'liveCall' },
  [say, addMessage, mute, unmute, sayFirstMessage, transfer, handOff, end, sendTransportMessage],
  'say',
);
