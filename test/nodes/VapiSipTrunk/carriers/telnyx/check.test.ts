import { telnyx } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyx';
import type { TelnyxWorld } from '../../../../../nodes/VapiSipTrunk/carriers/telnyx/telnyxWorld';
import { NUMBER } from '../../../../support/sipTrunk/fixtures';
import { telnyxSpec } from '../../../../support/telnyxStage';
import { CREDENTIAL_ID, connection, credential, emptyWorld, fqdn, healthyWorld } from './worlds';

const found = (world: TelnyxWorld): string[] => telnyx.check(telnyxSpec(), world).map(({ code }) => code);

it('finds nothing wrong with a healthy trunk', () => {
  expect(telnyx.check(telnyxSpec(), healthyWorld())).toEqual([]);
});

const { vapi } = healthyWorld();
const [out, first] = credential().gateways as object[];

it.each<[string, Partial<TelnyxWorld>, string]>([
  [
    'a connection that is off',
    { connections: [connection({ active: false })] },
    'SIP_TELNYX_CONNECTION_DIFFERS',
  ],
  [
    'another number format',
    {
      connections: [
        connection({
          inbound: { ani_number_format: '+E.164', dnis_number_format: 'national', sip_region: 'US' },
        }),
      ],
    },
    'SIP_TELNYX_CONNECTION_DIFFERS',
  ],
  ['no host of Vapi', { fqdns: [] }, 'SIP_TELNYX_NO_FQDN'],
  [
    'the host of the other region',
    { fqdns: [fqdn({ fqdn: `${CREDENTIAL_ID}.sip.eu.vapi.ai` })] },
    'SIP_TELNYX_NO_FQDN',
  ],
  ['another port', { fqdns: [fqdn({ port: 5061 })] }, 'SIP_TELNYX_NO_FQDN'],
  ["somebody else's host", { fqdns: [fqdn(), fqdn({ fqdn: 'pbx.example.com' })] }, 'SIP_TELNYX_FOREIGN_FQDN'],
  ['two logins', { authentication: { user_name: 'old' } }, 'SIP_TELNYX_LOGIN_DIFFERS'],
  ['no profile', { connections: [connection({ outbound: {} })] }, 'SIP_TELNYX_NO_PROFILE'],
  [
    'a profile that is off',
    { profiles: [{ id: '2100000000000000001', name: 'Support line', enabled: false }] },
    'SIP_TELNYX_NO_PROFILE',
  ],
  ['two connections', { connections: [connection(), connection({ id: '7' })] }, 'SIP_TELNYX_DOUBLED'],
  [
    'an address that is not let in',
    { vapi: { ...vapi, credentials: [credential({ gateways: [out, first] })] } },
    'SIP_NETWORK_NOT_LET_IN',
  ],
  [
    'no gateway for calls out',
    {
      vapi: {
        ...vapi,
        credentials: [credential({ gateways: (credential().gateways as object[]).slice(1) })],
      },
    },
    'SIP_OUTBOUND_GATEWAY_MISSING',
  ],
  [
    'a number on another connection',
    { numbers: [{ id: '9', phone_number: NUMBER, status: 'active', connection_id: '77' }] },
    'SIP_TELNYX_NUMBER_NOT_ON_TRUNK',
  ],
  ['a number that the account has not', { numbers: [] }, 'SIP_TELNYX_NUMBER_UNKNOWN'],
  [
    'a number that is being ported',
    { numbers: [{ ...healthyWorld().numbers[0], status: 'port-pending' }] },
    'SIP_TELNYX_NUMBER_INACTIVE',
  ],
])('finds %s, and nothing else', (_, others, code) => {
  expect(found(healthyWorld(others))).toEqual([code]);
});

it('finds that the connection is gone, and the number with it', () => {
  expect(found(healthyWorld({ connections: [] }))).toEqual([
    ...['SIP_TELNYX_NO_CONNECTION', 'SIP_TELNYX_NUMBER_NOT_ON_TRUNK'],
  ]);
});

it('finds both sides empty', () => {
  const numbers = emptyWorld().numbers;
  expect(found(emptyWorld({ numbers }))).toEqual([
    ...['SIP_CREDENTIAL_MISSING', 'SIP_TELNYX_NO_CONNECTION', 'SIP_TELNYX_NUMBER_NOT_ON_TRUNK'],
  ]);
});
