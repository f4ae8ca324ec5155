import { asArray, asNumber, asObject, asText, type JsonObject } from '../../shared/protocol/json';
import type { Gateway } from '../spec';

/**
 * A gateway with everything that Vapi takes for granted. Source: Vapi API reference, SipTrunkGateway: both directions
 * are on unless switched off, port 5060, netmask 32, UDP.
 */
export function withDefaults(gateway: JsonObject): Required<Gateway> {
  return {
    ip: asText(gateway.ip) ?? '',
    port: asNumber(gateway.port) ?? 5060,
    netmask: asNumber(gateway.netmask) ?? 32,
    inboundEnabled: gateway.inboundEnabled !== false,
    outboundEnabled: gateway.outboundEnabled !== false,
    outboundProtocol: (asText(gateway.outboundProtocol) ?? 'udp') as Required<Gateway>['outboundProtocol'],
    optionsPingEnabled: gateway.optionsPingEnabled === true,
  };
}

/** The gateways of a credential as Vapi answered it. */
export function gatewaysOf(credential: JsonObject | undefined): Array<Required<Gateway>> {
  return asArray(asObject(credential).gateways).map((entry) => withDefaults(asObject(entry)));
}

/** Whether two lists mean the same; their order says nothing. */
export function sameGateways(a: readonly JsonObject[], b: readonly JsonObject[]): boolean {
  const text = (list: readonly JsonObject[]): string =>
    list
      .map((entry) => JSON.stringify(withDefaults(entry)))
      .sort()
      .join('\n');
  return text(a) === text(b);
}
