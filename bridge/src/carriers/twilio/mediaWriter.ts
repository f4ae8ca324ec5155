import { JsonMediaWriter } from '../jsonMediaWriter';
import { mediaMessage } from './protocol';

/** Writes `media` messages of one stream as ready-made WebSocket frames. */
export class MediaWriter extends JsonMediaWriter {
  /** @param streamSid as it was read from `start` */
  constructor(streamSid: string) {
    super(mediaMessage(streamSid, Buffer.alloc(0)));
  }
}
