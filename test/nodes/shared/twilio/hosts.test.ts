import { trunkingBaseUrl, twilioBaseUrl, type TwilioCredential } from '../../../../nodes/shared/twilio/hosts';

type Place = Pick<TwilioCredential, 'region' | 'baseUrl'>;

it.each<[Place, account: string, trunking: string | undefined]>([
  [{ region: 'us1' }, 'https://api.twilio.com', 'https://trunking.twilio.com'],
  [
    { region: 'us1', baseUrl: 'https://ignored.test' },
    'https://api.twilio.com',
    'https://trunking.twilio.com',
  ],
  [{ region: 'ie1' }, 'https://api.dublin.ie1.twilio.com', undefined],
  [{ region: 'au1' }, 'https://api.sydney.au1.twilio.com', undefined],
  [
    { region: 'custom', baseUrl: ' https://proxy.test/twilio// ' },
    'https://proxy.test/twilio',
    'https://proxy.test/twilio',
  ],
  [{ region: 'custom' }, '', ''],
])('%j', (place, account, trunking) => {
  expect([twilioBaseUrl(place), trunkingBaseUrl(place)]).toEqual([account, trunking]);
});
