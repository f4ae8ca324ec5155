import { account, DOMAIN, PASSWORD, stop, type Account } from './testSupport';

afterEach(stop);

const IP_LISTS = '/SIP/IpAccessControlLists';
const CREDENTIAL_LISTS = '/SIP/CredentialLists';

const trunkOf = ({ make }: Account): Promise<string> => make('trunking', '/Trunks', { DomainName: DOMAIN });

describe.each([
  ['an IP access control list', IP_LISTS, 'IpAccessControlLists', 'IpAccessControlListSid', 'IP_ACL'],
  ['a credential list', CREDENTIAL_LISTS, 'CredentialLists', 'CredentialListSid', 'CREDENTIAL_LIST'],
])('%s', (_, lists, path, field, authType) => {
  it('is attached once, and deleted only when it is attached nowhere', async () => {
    const account_ = await account();
    const { api, trunking, make } = account_;
    const attached = `/Trunks/${await trunkOf(account_)}/${path}`;
    const sid = await make('api', `${lists}.json`, { FriendlyName: 'Vapi' });
    expect((await trunking('POST', attached, { [field]: sid.replace(/.{4}$/, '0000') })).status).toBe(404);
    expect((await trunking('POST', attached, {})).status).toBe(400);
    expect((await trunking('POST', attached, { [field]: sid })).body).toMatchObject({
      ...{ sid, friendly_name: 'Vapi' },
    });
    const again = await trunking('POST', attached, { [field]: sid });
    expect(again).toMatchObject({ status: 400, body: { code: 21231 } });
    const [trunk] = (await trunking('GET', '/Trunks')).body.trunks as Array<Record<string, unknown>>;
    expect(trunk).toMatchObject({ auth_type: authType, auth_type_set: [authType] });

    expect((await api('DELETE', `${lists}/${sid}.json`)).status).toBe(400);
    expect((await trunking('DELETE', `${attached}/${sid}`)).status).toBe(204);
    expect((await trunking('DELETE', `${attached}/${sid}`)).status).toBe(404);
    expect((await api('DELETE', `${lists}/${sid}.json`)).status).toBe(204);
    expect((await api('GET', `${lists}/${sid}.json`)).status).toBe(404);
  });

  it('is free again when its trunk is deleted', async () => {
    const account_ = await account();
    const { api, trunking, make } = account_;
    const trunk = await trunkOf(account_);
    const sid = await make('api', `${lists}.json`, { FriendlyName: 'Vapi' });
    await make('trunking', `/Trunks/${trunk}/${path}`, { [field]: sid });
    await trunking('DELETE', `/Trunks/${trunk}`);
    expect((await api('DELETE', `${lists}/${sid}.json`)).status).toBe(204);
  });

  it('is listed with RFC 2822 times, in pages', async () => {
    const { api, make, emulator } = await account();
    for (const FriendlyName of ['a', 'b', 'c']) await make('api', `${lists}.json`, { FriendlyName });
    const key = lists === IP_LISTS ? 'ip_access_control_lists' : 'credential_lists';
    const first = await api('GET', `${lists}.json?PageSize=2`);
    expect(first.body[key]).toEqual([
      expect.objectContaining({ date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} .* \+0000$/) }),
      expect.objectContaining({ friendly_name: 'b' }),
    ]);
    const next = String(first.body.next_page_uri).replace(/^.*?\/SIP/, '/SIP');
    const second = await api('GET', next);
    expect(second.body).toMatchObject({ page: 1, start: 2, end: 2, next_page_uri: null });
    expect(second.body[key]).toEqual([expect.objectContaining({ friendly_name: 'c' })]);
    expect(emulator.requests.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200]);
  });
});

describe('addresses', () => {
  it.each([
    ['a host name', { IpAddress: 'sip.vapi.ai' }],
    ['IPv6', { IpAddress: '2001:db8::1' }],
    ['a prefix of 0', { CidrPrefixLength: 0 }],
    ['a prefix of 33', { CidrPrefixLength: 33 }],
    ['no name', { FriendlyName: '' }],
  ])('are refused for %s', async (_, form) => {
    const { api, make, emulator } = await account();
    const list = await make('api', `${IP_LISTS}.json`, { FriendlyName: 'Vapi' });
    const fields = { FriendlyName: 'Vapi', IpAddress: '44.229.228.186', ...form };
    expect((await api('POST', `${IP_LISTS}/${list}/IpAddresses.json`, fields)).status).toBe(400);
    expect(emulator.trunking.ipLists[0]?.addresses).toEqual([]);
  });

  it('stand for themselves unless a prefix is given, and there are 100 at most', async () => {
    const { api, make } = await account();
    const list = await make('api', `${IP_LISTS}.json`, { FriendlyName: 'Vapi' });
    const path = `${IP_LISTS}/${list}/IpAddresses`;
    const add = (last: number) =>
      api('POST', `${path}.json`, { FriendlyName: 'x', IpAddress: `203.0.113.${last}` });
    const { body } = await add(0);
    expect(body).toMatchObject({ cidr_prefix_length: 32, ip_access_control_list_sid: list });
    for (let last = 1; last < 100; last++) await add(last);
    expect((await add(100)).status).toBe(400);
    expect((await api('DELETE', `${path}/${String(body.sid)}.json`)).status).toBe(204);
    expect((await add(100)).status).toBe(201);
  });
});

describe('credentials', () => {
  it('are unique in their list, and never shown with their password', async () => {
    const { api, make, emulator } = await account();
    const list = await make('api', `${CREDENTIAL_LISTS}.json`, { FriendlyName: 'Vapi' });
    const path = `${CREDENTIAL_LISTS}/${list}/Credentials`;
    const sid = await make('api', `${path}.json`, { Username: 'vapi', Password: PASSWORD });
    const again = await api('POST', `${path}.json`, { Username: 'vapi', Password: `${PASSWORD}x` });
    expect(again).toMatchObject({ status: 400, body: { code: 21243 } });
    const listed = await api('GET', `${path}.json`);
    expect(listed.body.credentials).toEqual([expect.objectContaining({ sid, username: 'vapi' })]);
    expect(JSON.stringify(listed)).not.toContain(PASSWORD);
    expect(emulator.trunking.credentialLists[0]?.credentials[0]?.password).toBe(PASSWORD);
    expect((await api('DELETE', `${path}/${sid}.json`)).status).toBe(204);
  });

  it.each(['Short-1', 'no-upper-case-1', 'NO-LOWER-CASE-1', 'No-digit-at-all'])(
    'refuse the password %s without repeating it',
    async (Password) => {
      const { api, make } = await account();
      const list = await make('api', `${CREDENTIAL_LISTS}.json`, { FriendlyName: 'Vapi' });
      const answer = await api('POST', `${CREDENTIAL_LISTS}/${list}/Credentials.json`, {
        ...{ Username: 'vapi', Password },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 21243 } });
      expect(JSON.stringify(answer.body)).not.toContain(Password);
    },
  );

  it('are in lists of different names; addresses need not be', async () => {
    const { api, make } = await account();
    await make('api', `${CREDENTIAL_LISTS}.json`, { FriendlyName: 'Vapi' });
    const again = await api('POST', `${CREDENTIAL_LISTS}.json`, { FriendlyName: 'Vapi' });
    expect(again).toMatchObject({ status: 400, body: { code: 21240 } });
    await make('api', `${IP_LISTS}.json`, { FriendlyName: 'Vapi' });
    await make('api', `${IP_LISTS}.json`, { FriendlyName: 'Vapi' });
  });
});
