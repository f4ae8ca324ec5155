import {
  ICredentialsHelper,
  type ICredentialDataDecryptedObject,
  type ICredentialType,
  type IHttpRequestOptions,
  type INodeProperties,
} from 'n8n-workflow';
import { VapiApi } from '../../credentials/VapiApi.credentials';
import { VapiBridgeApi } from '../../credentials/VapiBridgeApi.credentials';
import { VapiTelnyxApi } from '../../credentials/VapiTelnyxApi.credentials';
import { VapiTwilioApi } from '../../credentials/VapiTwilioApi.credentials';
import { VapiWebhookApi } from '../../credentials/VapiWebhookApi.credentials';

const TYPES: Record<string, ICredentialType> = {
  vapiApi: new VapiApi(),
  vapiBridgeApi: new VapiBridgeApi(),
  vapiTelnyxApi: new VapiTelnyxApi(),
  vapiTwilioApi: new VapiTwilioApi(),
  vapiWebhookApi: new VapiWebhookApi(),
};

/** Values of credentials by type: what a builder typed in n8n, already decrypted. */
export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

/**
 * Stands for n8n's credential store. Headers are added as the credential's own `authenticate` says, so that a
 * mistake there shows in the requests.
 */
export class EngineCredentials extends ICredentialsHelper {
  constructor(private readonly values: CredentialValues) {
    super();
  }

  override getParentTypes(): string[] {
    return [];
  }

  override isCredentialUsableByNode(): boolean {
    return true;
  }

  override async authenticate(
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const type = TYPES[typeName];
    if (typeof type?.authenticate === 'function') return await type.authenticate(credentials, requestOptions);
    const plan = type?.authenticate;
    if (plan === undefined) throw unsupported(`authenticate of "${typeName}"`);
    const filled = (templates: object = {}): Record<string, string> =>
      Object.fromEntries(
        Object.entries(templates).map(([name, template]) => [name, fillIn(String(template), credentials)]),
      );
    const { headers, auth } = plan.properties;
    return {
      ...requestOptions,
      headers: { ...requestOptions.headers, ...filled(headers) },
      ...(auth && { auth: filled(auth) as unknown as IHttpRequestOptions['auth'] }),
    };
  }

  override async preAuthentication(): Promise<undefined> {
    return undefined;
  }

  override async runPreAuthentication(): Promise<undefined> {
    return undefined;
  }

  override async getCredentials(): Promise<never> {
    throw unsupported('getCredentials');
  }

  override async getDecrypted(
    _additionalData: unknown,
    _nodeCredentials: unknown,
    type: string,
  ): Promise<ICredentialDataDecryptedObject> {
    const value = this.values[type];
    if (value === undefined) throw new Error(`This test gives no credential of type "${type}".`);
    // n8n hands out a fresh object each time; a node that changes it must not change the next one's.
    return { ...value };
  }

  override async updateCredentials(): Promise<never> {
    throw unsupported('updateCredentials');
  }

  override async updateCredentialsOauthTokenData(): Promise<never> {
    throw unsupported('updateCredentialsOauthTokenData');
  }

  override getCredentialsProperties(type: string): INodeProperties[] {
    return TYPES[type]?.properties ?? [];
  }
}

const FIELD = '\\$credentials\\.(\\w+)';
const CHOICE = new RegExp(`\\{\\{\\s*${FIELD} === "(\\w+)" \\? ${FIELD} : ${FIELD}\\s*\\}\\}`, 'g');

/**
 * The only form of expression that our credentials use in `authenticate`:
 * `={{ $credentials.login === "apiKey" ? $credentials.apiKeySid : $credentials.accountSid }}`.
 */
function fillIn(template: string, credentials: ICredentialDataDecryptedObject): string {
  if (!template.startsWith('=')) return template;
  return template
    .slice(1)
    .replace(CHOICE, (_, field: string, value: string, one: string, other: string) =>
      String(credentials[field] === value ? credentials[one] : credentials[other]),
    );
}

function unsupported(what: string): Error {
  return new Error(`The engine of the tests has no ${what}: extend test/support/engineCredentials.ts.`);
}
