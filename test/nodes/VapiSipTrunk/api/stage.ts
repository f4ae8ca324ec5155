import type { Service } from '../../../../nodes/VapiSipTrunk/plan/plannedCall';
import type { CredentialValues } from '../../../support/engineCredentials';
import { startCarrierStandIn, type CarrierStandIn } from '../../../support/carrierStandIn';
import { executeContext } from '../../../support/executeContext';

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT}`;
export const TRUNK = `TK${'a1'.repeat(16)}`;

/** Every service at one stand-in; the test answers for all of them. */
export interface ApiStage {
  server: CarrierStandIn;
  credentials: CredentialValues;
  context(credentials?: CredentialValues): ReturnType<typeof executeContext>;
}

/** Starts and stops the stand-in with the suite, and forgets its requests before each test. */
export function apiStage(): ApiStage {
  const stage = {} as ApiStage;
  beforeAll(async () => {
    const server = await startCarrierStandIn();
    stage.server = server;
    const place = { region: 'custom', baseUrl: server.url };
    stage.credentials = {
      vapiApi: { apiKey: 'key-of-vapi', ...place },
      vapiTwilioApi: { accountSid: ACCOUNT, authToken: 'token-of-twilio', login: 'authToken', ...place },
      vapiTelnyxApi: { apiKey: 'key-of-telnyx', baseUrl: `${server.url}/v2` },
    };
    stage.context = (credentials = stage.credentials) => executeContext(credentials);
  });
  afterAll(() => stage.server.close());
  beforeEach(() => {
    stage.server.requests.length = 0;
    stage.server.reply = () => ({});
  });
  return stage;
}

/** An error in the form of the service, which quotes what it is given. */
export function errorBody(service: Service, message: string): object {
  if (service === 'vapi') return { message: [message], error: 'Bad Request', statusCode: 400 };
  if (service === 'telnyx') return { errors: [{ code: '10015', title: 'Bad Request', detail: message }] };
  return { code: 20001, message, status: 400 };
}
