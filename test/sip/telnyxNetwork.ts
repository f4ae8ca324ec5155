import type { TelnyxState } from '../emulators/telnyx';
import { objectAt, stringAt } from '../emulators/vapi/json';

/**
 * The address that Telnyx calls when somebody dials a number: the host of the number's connection, with the number in
 * the connection's format. Source: Telnyx API reference, FQDN connections and FQDNs.
 *
 * @returns undefined where no connection serves the number
 */
export function addressDialled(state: TelnyxState, dialled: string): string | undefined {
  const number = state.numbers.find(({ phone_number: one }) => one === dialled);
  const connection = state.connections.find(
    ({ id, active }) => id === number?.connection_id && active !== false,
  );
  const target = state.fqdns.find(
    ({ connection_id: id }) => connection !== undefined && id === connection.id,
  );
  if (connection === undefined || target === undefined) return undefined;
  const hasPlus = stringAt(objectAt(connection, 'inbound'), 'dnis_number_format') !== 'e164';
  const user = hasPlus ? dialled : dialled.replace('+', '');
  const transport = (stringAt(connection, 'transport_protocol') ?? 'UDP').toLowerCase();
  return `sip:${user}@${String(target.fqdn)}:${String(target.port)};transport=${transport}`;
}
