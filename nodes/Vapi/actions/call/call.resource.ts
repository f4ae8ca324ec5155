import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { createAndWait } from './createAndWait.operation';
import { createForInboundTwilioCall } from './createForInboundTwilioCall.operation';
import { createMany } from './createMany.operation';
import { deleteData } from './deleteData.operation';
import { downloadRecording } from './downloadRecording.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { preflight } from './preflight.operation';
import { update } from './update.operation';

/** Phone calls of assistants. */
export const call = defineResource(
  { name: 'Call', value: 'call' },
  [
    create,
    createAndWait,
    createForInboundTwilioCall,
    createMany,
    get,
    getAll,
    preflight,
    update,
    deleteData,
    downloadRecording,
  ],
  'create',
);
