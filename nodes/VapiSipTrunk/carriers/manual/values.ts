import { VAPI_RTP_PORTS, VAPI_SIP, vapiSipHost, vapiSipUri } from '../../presets/vapiSip';
import type { TrunkNumber, TrunkSpec } from '../../spec';
import { CREDENTIAL_STEP } from '../../vapi/credentialSteps';
import type { LoginChoice } from './login';

/** Stands for the ID of Vapi's credential, until that is known. */
const CREDENTIAL = `{${CREDENTIAL_STEP}}`;

/** Host that calls to Vapi go to. */
export function host({ region }: TrunkSpec): string {
  return vapiSipHost(CREDENTIAL, region);
}

export function port({ transport }: TrunkSpec): string {
  return transport === 'tls' ? '5061' : '5060';
}

/** Address of one number, with `sip:`. */
export function uri({ region, transport }: TrunkSpec, number?: TrunkNumber): string {
  return vapiSipUri(number?.inVapi, CREDENTIAL, region, transport);
}

/** Addresses that calls of Vapi come from, as one text. */
export function signalling({ region }: TrunkSpec, suffix = ''): string {
  return VAPI_SIP[region].signalling.map((address) => `${address}${suffix}`).join(', ');
}

/** What a firewall before the carrier's side has to let through. */
export function firewall(spec: TrunkSpec): Record<string, string> {
  const { media } = VAPI_SIP[spec.region];
  return {
    'SIP signalling from and to': signalling(spec),
    'SIP port': `${port(spec)} (${spec.transport.toUpperCase()})`,
    'Audio (RTP) from and to': media ?? 'any address, since those of Vapi change',
    'Audio ports': `${VAPI_RTP_PORTS} (UDP)`,
  };
}

/** The login to type in; a password that was made up earlier is not known any more. */
export function loginValues(
  choice: LoginChoice,
  names: { user: string; password: string },
): Record<string, string> {
  if (choice.kind === 'made' || choice.kind === 'given')
    return { [names.user]: choice.login.username, [names.password]: choice.login.password };
  if (choice.kind === 'kept')
    return {
      [names.user]: 'as in Vapi',
      [names.password]: 'as it was shown when it was made; Update with Rotate Login makes another',
    };
  return {};
}

export function numbersOf({ numbers }: TrunkSpec): string {
  return numbers.map(({ e164 }) => e164).join(', ');
}
