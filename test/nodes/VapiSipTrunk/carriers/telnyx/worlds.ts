import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { ASSISTANT_ID, NUMBER } from '../../../../support/sipTrunk/fixtures';

export const CREDENTIAL_ID = 'c0ffee00-0000-4000-8000-000000000001';
export const CONNECTION_ID = '2100000000000000002';

/** Telnyx and Vapi before anything is made. */
export function emptyWorld(others: Partial<TelnyxWorld> = {}): TelnyxWorld {
  return {
    vapi: { credentials: [], numbers: [] },
    ...{ connections: [], otherConnections: [], profiles: [], fqdns: [], moreFqdns: [] },
    authentication: {},
    numbers: [{ id: '2100000000000000009', phone_number: NUMBER, status: 'active', connection_id: null }],
    ...others,
  };
}

/** A trunk in the US by UDP, as it should be. */
export function healthyWorld(others: Partial<TelnyxWorld> = {}): TelnyxWorld {
  return emptyWorld({
    vapi: { credentials: [credential()], numbers: [numberInVapi()] },
    connections: [connection()],
    profiles: [{ id: '2100000000000000001', name: 'Support line', enabled: true }],
    fqdns: [fqdn()],
    authentication: { user_name: 'line-1', fqdn_outbound_authentication: 'credential-authentication' },
    numbers: [
      ...[
        { id: '2100000000000000009', phone_number: NUMBER, status: 'active', connection_id: CONNECTION_ID },
      ],
    ],
    ...others,
  });
}

export function credential(others: JsonObject = {}): JsonObject {
  return {
    ...{ id: CREDENTIAL_ID, provider: 'byo-sip-trunk', name: 'Support line' },
    gateways: [
      {
        ip: 'sip.telnyx.com',
        port: 5060,
        inboundEnabled: false,
        outboundEnabled: true,
        outboundProtocol: 'udp',
      },
      { ip: '192.76.120.10', netmask: 32, port: 5060, inboundEnabled: true, outboundEnabled: false },
      { ip: '64.16.250.10', netmask: 32, port: 5060, inboundEnabled: true, outboundEnabled: false },
    ],
    outboundLeadingPlusEnabled: true,
    outboundAuthenticationPlan: { authUsername: 'line-1' },
    ...others,
  };
}

export function numberInVapi(others: JsonObject = {}): JsonObject {
  return {
    ...{ id: 'p1', provider: 'byo-phone-number', number: NUMBER },
    ...{ credentialId: CREDENTIAL_ID, assistantId: ASSISTANT_ID },
    ...others,
  };
}

export function connection(others: JsonObject = {}): JsonObject {
  return {
    ...{ id: CONNECTION_ID, connection_name: 'Support line', active: true, transport_protocol: 'UDP' },
    inbound: { ani_number_format: '+E.164', dnis_number_format: '+e164', sip_region: 'US' },
    outbound: { outbound_voice_profile_id: '2100000000000000001' },
    ...others,
  };
}

export function fqdn(others: JsonObject = {}): JsonObject {
  return {
    ...{ id: '2100000000000000003', connection_id: CONNECTION_ID },
    ...{ fqdn: `${CREDENTIAL_ID}.sip.vapi.ai`, port: 5060, dns_record_type: 'a' },
    ...others,
  };
}
