import { defineResource } from '../../../shared/actions/operation';
import { deleteRecording } from './delete.operation';
import { download } from './download.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { listen } from './listen.operation';
import { startRecording, stopRecording } from './startStop.operation';

/** Recordings that the bridge makes and keeps. */
export const recording = defineResource(
  { name: 'Recording', value: 'recording' },
  [startRecording, stopRecording, get, getAll, download, deleteRecording, listen],
  'download',
);
