import { defineResource } from '../../../shared/actions/operation';
import { addMessage } from './addMessage.operation';
import { end } from './end.operation';
import { mute, unmute } from './mute.operation';
import { say } from './say.operation';
import { sayFirstMessage } from './sayFirstMessage.operation';
import { sendDtmf } from './sendDtmf.operation';
import { transfer } from './transfer.operation';

/** What can be done in a live session. */
export const control = defineResource(
  { name: 'Control', value: 'control' },
  [say, addMessage, mute, unmute, sayFirstMessage, sendDtmf, transfer, end],
  'say',
);
