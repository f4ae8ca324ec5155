import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { bidFarewell, TICKET_PARAMETER, type StreamAnswer } from '../twilio/answer';

export { busyTwiml as busyCxml, farewellTwiml as farewellCxml, TICKET_PARAMETER } from '../twilio/answer';

export interface SignalWireAnswer extends StreamAnswer {
  /** Shown by the handshake of the stream, as a bearer token. */
  pass: string;
}

/** What SignalWire adds to Twilio's attributes of `<Stream>`. */
interface StreamAttributes {
  url: string;
  authBearerToken: string;
  codec: string;
  realtime: string;
  statusCallback: string;
  statusCallbackMethod: 'POST';
}

/**
 * cXML that connects the call's audio to us: mu-law at 8 kHz, played as it comes instead of from a buffer that would
 * add delay. What follows `<Connect>` is done only when the socket closes without the call having been ended by REST.
 * Source: SignalWire docs, cXML `<Stream>`, `<Connect>`.
 */
export function connectCxml(answer: SignalWireAnswer): string {
  const { streamUrl, statusUrl, ticket, pass, fallbackMessage, fallbackNumber } = answer;
  const response = new VoiceResponse();
  const attributes: StreamAttributes = {
    url: streamUrl,
    authBearerToken: pass,
    codec: 'PCMU@8000h',
    realtime: 'true',
    statusCallback: statusUrl,
    statusCallbackMethod: 'POST',
  };
  response.connect().stream(attributes).parameter({ name: TICKET_PARAMETER, value: ticket });
  return bidFarewell(response, fallbackMessage, fallbackNumber);
}
