import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { bidFarewell, TICKET_PARAMETER, type StreamAnswer } from '../twilio/answer';

export { busyTwiml as busyTexml, farewellTwiml as farewellTexml, TICKET_PARAMETER } from '../twilio/answer';

/** The name of the `<Parameter>` that carries the CallSid: `start` names the call by its call_control_id instead. */
export const CALL_PARAMETER = 'call';
/** The part of the stream's query that holds the pass. */
export const PASS_QUERY = 'pass';

export interface TelnyxAnswer extends StreamAnswer {
  callSid: string;
  /** Shown by the handshake of the stream, in its query: TeXML knows no token for it. */
  pass: string;
}

/** What Telnyx adds to Twilio's attributes of `<Stream>`. */
interface StreamAttributes {
  url: string;
  track: 'inbound_track';
  codec: string;
  bidirectionalMode: string;
  bidirectionalCodec: string;
  bidirectionalSamplingRate: string;
  enableReconnect: 'false';
  statusCallback: string;
  statusCallbackMethod: 'POST';
}

/**
 * TeXML that connects the call's audio to us, mu-law at 8 kHz both ways. Without the mode `rtp` Telnyx plays nothing of
 * what it is sent. What follows `<Connect>` is done only when the socket closes without the call having been ended by
 * REST. Source: Telnyx docs, TeXML `<Stream>`, `<Connect>`.
 */
export function connectTexml(answer: TelnyxAnswer): string {
  const { streamUrl, statusUrl, ticket, callSid, pass, fallbackMessage, fallbackNumber } = answer;
  const response = new VoiceResponse();
  const attributes: StreamAttributes = {
    url: `${streamUrl}?${PASS_QUERY}=${pass}`,
    track: 'inbound_track',
    codec: 'PCMU',
    bidirectionalMode: 'rtp',
    bidirectionalCodec: 'PCMU',
    bidirectionalSamplingRate: '8000',
    // The ticket is good once, so it would never succeed, and would only put the fallback off.
    enableReconnect: 'false',
    statusCallback: statusUrl,
    statusCallbackMethod: 'POST',
  };
  const stream = response.connect().stream(attributes);
  stream.parameter({ name: TICKET_PARAMETER, value: ticket });
  stream.parameter({ name: CALL_PARAMETER, value: callSid });
  return bidFarewell(response, fallbackMessage, fallbackNumber);
}
