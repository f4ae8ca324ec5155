import { getOne } from '../common/getOne';
import { recordingSubject } from '../common/subject';
import { simplifyRecording } from './simplifyRecording';

/** `GET /v1/recordings/{id}`. */
export const get = getOne(
  recordingSubject,
  {
    action: 'Get a recording',
    description: 'Get what is known of a recording and what was said in it, without its audio',
  },
  simplifyRecording,
);
