import type { RawData } from 'ws';

/** The text of a WebSocket frame, in whichever of its three forms ws hands it over. */
export function textOfFrame(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}
