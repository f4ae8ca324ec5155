import type { Login } from '../emulators/sip/digest';
import { type JsonObject, numberAt, objectAt, objectsAt, stringAt } from '../emulators/vapi/json';

/** How Vapi places a call over a trunk. */
export interface OutboundCall {
  uri: string;
  transport: 'udp' | 'tcp' | 'tls';
  login: Login | undefined;
}

/**
 * The call that Vapi places to a number. Source: Vapi API reference, SipTrunkGateway and outboundAuthenticationPlan:
 * it goes to the gateways that are on for outgoing calls, the first of them first, with the plus if that is switched on;
 * a gateway has port 5060 unless it names another. Encrypted audio (`tls/srtp`) is called as `tls`.
 *
 * @param credential as Vapi's stand-in has stored it, secrets included
 * @param number E.164
 * @throws {Error} where no gateway takes outgoing calls
 */
export function outboundCall(credential: JsonObject, number: string): OutboundCall {
  const gateway = objectsAt(credential, 'gateways').find(({ outboundEnabled }) => outboundEnabled !== false);
  const host = stringAt(gateway, 'ip');
  if (host === undefined) throw new Error(`No gateway of ${String(credential.id)} takes outgoing calls.`);
  const user = credential.outboundLeadingPlusEnabled === true ? number : number.replace('+', '');
  const plan = objectAt(credential, 'outboundAuthenticationPlan');
  const [username, password] = [stringAt(plan, 'authUsername'), stringAt(plan, 'authPassword')];
  const login = username === undefined || password === undefined ? undefined : { username, password };
  const protocol = stringAt(gateway, 'outboundProtocol') ?? 'udp';
  const transport = protocol === 'udp' || protocol === 'tcp' ? protocol : 'tls';
  const port = numberAt(gateway, 'port') ?? 5060;
  return { uri: `sip:${user}@${host}:${String(port)}`, transport, login };
}
