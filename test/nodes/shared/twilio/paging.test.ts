import { twilioList, type TwilioListRequest } from '../../../../nodes/shared/twilio/paging';
import {
  startCarrierStandIn,
  type CarrierRequest,
  type CarrierStandIn,
} from '../../../support/carrierStandIn';
import { executeContext } from '../../../support/executeContext';

const ACCOUNT = `AC${'1'.repeat(32)}`;

let twilio: CarrierStandIn;

beforeAll(async () => {
  twilio = await startCarrierStandIn();
});
afterAll(() => twilio.close());
beforeEach(() => {
  twilio.requests.length = 0;
});

const list = (request: Partial<TwilioListRequest>, rows: string) =>
  twilioList(
    executeContext({
      vapiTwilioApi: {
        ...{
          accountSid: ACCOUNT,
          authToken: 'token',
          login: 'authToken',
          region: 'custom',
          baseUrl: twilio.url,
        },
      },
    }),
    { path: '/IncomingPhoneNumbers.json', ...request },
    rows,
  );

const TRUNKS: Partial<TwilioListRequest> = { api: 'trunking', path: '/v1/Trunks' };

const queryOfPage = (page: number) => `PageSize=2&Page=${page}&PageToken=PT${page}`;

/** Three pages of two rows; the link to the next as given. */
const threePages =
  (rows: string, link: (request: CarrierRequest, page: number) => object) => (request: CarrierRequest) => {
    const page = Number(request.query.Page ?? 0);
    const sids = [{ sid: `r${2 * page}` }, { sid: `r${2 * page + 1}` }];
    return { body: { [rows]: sids, ...(page < 2 ? link(request, page + 1) : link(request, -1)) } };
  };

const inUri = (request: CarrierRequest, next: number) => ({
  next_page_uri: next < 0 ? null : `${request.path}?${queryOfPage(next)}&Beta=false`,
});
const inMeta =
  (host: string) =>
  ({ path }: CarrierRequest, next: number) => ({
    meta: { next_page_url: next < 0 ? null : `${host}${path}?${queryOfPage(next)}`, key: 'trunks' },
  });

const SIX = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'].map((sid) => ({ sid }));

it('reads every page below the account', async () => {
  twilio.reply = threePages('incoming_phone_numbers', inUri);
  expect(await list({ qs: { Beta: 'false' } }, 'incoming_phone_numbers')).toEqual(SIX);
  expect(twilio.requests.map(({ path, query }) => ({ path, ...query }))).toEqual(
    [
      { PageSize: '1000' },
      { PageSize: '2', Page: '1', PageToken: 'PT1' },
      { PageSize: '2', Page: '2', PageToken: 'PT2' },
    ].map((query) => ({
      path: `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json`,
      ...{ Beta: 'false', ...query },
    })),
  );
});

it('reads every page of trunks', async () => {
  twilio.reply = threePages('trunks', inMeta('https://trunking.twilio.com'));
  expect(await list(TRUNKS, 'trunks')).toEqual(SIX);
  expect(twilio.requests.map(({ path }) => path)).toEqual(['/v1/Trunks', '/v1/Trunks', '/v1/Trunks']);
});

it('never goes to another host or path with the login', async () => {
  const other = await startCarrierStandIn();
  twilio.reply = threePages('trunks', inMeta(`${other.url}/else`));
  expect(await list(TRUNKS, 'trunks')).toEqual(SIX);
  expect(other.requests).toEqual([]);
  expect(twilio.requests.every(({ path }) => path === '/v1/Trunks')).toBe(true);
  await other.close();
});

it('ends where a list leads in circles', async () => {
  twilio.reply = () => ({
    body: { trunks: [{ sid: 'r0' }], meta: { next_page_url: 'https://x.test/v1/Trunks?Page=1' } },
  });
  await list(TRUNKS, 'trunks');
  expect(twilio.requests).toHaveLength(2);
});

it('asks for one page of numbers that are for sale', async () => {
  twilio.reply = threePages('available_phone_numbers', inUri);
  const path = '/AvailablePhoneNumbers/US/Local.json';
  expect(await list({ path, qs: { PageSize: 2 } }, 'available_phone_numbers')).toEqual(SIX.slice(0, 2));
  expect(twilio.requests).toMatchObject([{ query: { PageSize: '2' } }]);
});

it('has no numbers for sale in a country where Twilio sells none', async () => {
  twilio.reply = () => ({ status: 404, body: { code: 20404, message: 'not found' } });
  const path = '/AvailablePhoneNumbers/AQ/Local.json';
  expect(await list({ path }, 'available_phone_numbers')).toEqual([]);
});

it('is no empty list where Twilio knows none', async () => {
  twilio.reply = () => ({ status: 404, body: { code: 20404, message: 'not found' } });
  await expect(list(TRUNKS, 'trunks')).rejects.toThrow(
    'Twilio does not know this: not found (HTTP 404, Twilio error 20404)',
  );
});

it('is a failure and no shorter list where a later page fails', async () => {
  const pages = threePages('trunks', inMeta(''));
  twilio.reply = (request) =>
    request.query.Page === '2'
      ? { status: 401, body: { code: 20003, message: 'Authenticate' } }
      : pages(request);
  await expect(list(TRUNKS, 'trunks')).rejects.toThrow(/refused the login/);
});
