/** A port in the range that Vapi names for its audio; nothing listens there: only signalling is played. */
const AUDIO_PORT = 40_000;

/** PCMU has had this number ever since (RFC 3551, 6). */
const PCMU = '0';

/**
 * Answer to an offer of audio (RFC 3264): PCMU.
 *
 * @param offer empty where the peer leaves the offer to the answerer
 * @returns undefined where PCMU over plain RTP is not on offer
 */
export function sdpAnswer(offer: string, address: string): string | undefined {
  if (offer !== '') {
    const [, formats] = /^m=audio \d+ RTP\/AVP (.*?)\r?$/m.exec(offer) ?? [];
    if (formats === undefined || !formats.split(' ').includes(PCMU)) return undefined;
  }
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${AUDIO_PORT} RTP/AVP ${PCMU}`,
    `a=rtpmap:${PCMU} PCMU/8000`,
    'a=sendrecv',
    '',
  ].join('\r\n');
}
