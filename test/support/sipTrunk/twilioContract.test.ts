import { startTwilioEmulator, type TwilioEmulator } from '../../emulators/twilio';
import { describeWith } from '../needs';
import { ACCOUNT, DOMAIN, TOKEN } from './fixtures';
import { readContract } from './contractDocument';
import { CONTRACT_MISSING, TWILIO_FILES, twilioContract, twilioContractAvailable } from './twilioContract';

interface Parameter {
  name: string;
  schema: { pattern?: string };
}

/** A SID of the kind that a path parameter wants. */
function sidFor({ parameters = [] }: { parameters?: Parameter[] }, name: string): string {
  const pattern = parameters.find((parameter) => parameter.name === name)?.schema.pattern ?? '';
  return `${/[A-Z]{2}/.exec(pattern)?.[0]}${'0'.repeat(32)}`;
}

describeWith(twilioContractAvailable(), CONTRACT_MISSING, 'Prism in front of the Twilio emulator', () => {
  let twilio: TwilioEmulator;

  beforeEach(async () => {
    const contract = await twilioContract();
    if (contract === undefined) throw new Error(`Missing: ${CONTRACT_MISSING}`);
    twilio = await startTwilioEmulator({
      ...{ accountSid: ACCOUNT, authToken: TOKEN, hosts: {}, numbersForSale: ['+14155550177'], contract },
      numbers: [{ number: '+14155550142', voiceUrl: 'https://n8n.test/calls' }],
    });
  });

  afterEach(() => twilio.close());

  const login = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`;

  async function ask(
    method: string,
    path: string,
    form?: Record<string, string>,
    headers: Record<string, string> = { Authorization: login },
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(twilio.url + path, {
      ...{ method, headers },
      ...(form && { body: new URLSearchParams(form) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  const api = `/2010-04-01/Accounts/${ACCOUNT}`;
  const make = async (path: string, form: Record<string, string>): Promise<string> => {
    const { status, body } = await ask('POST', path, form);
    expect([status, body]).toEqual([201, body]);
    return String(body.sid);
  };

  it('lets everything pass that the emulator has, and finds that it answers in Twilio’s shapes', async () => {
    const trunk = `/v1/Trunks/${await make('/v1/Trunks', { FriendlyName: 'Line', DomainName: DOMAIN, Secure: 'false' })}`;
    const list = await make(`${api}/SIP/IpAccessControlLists.json`, { FriendlyName: 'Vapi' });
    const addresses = `${api}/SIP/IpAccessControlLists/${list}/IpAddresses`;
    const address = await make(`${addresses}.json`, {
      ...{ FriendlyName: 'a', IpAddress: '44.229.228.186', CidrPrefixLength: '32' },
    });
    const logins = await make(`${api}/SIP/CredentialLists.json`, { FriendlyName: 'Vapi' });
    const credentials = `${api}/SIP/CredentialLists/${logins}/Credentials`;
    const credential = await make(`${credentials}.json`, { Username: 'u', Password: 'Long-enough-1' });
    await make(`${trunk}/IpAccessControlLists`, { IpAccessControlListSid: list });
    await make(`${trunk}/CredentialLists`, { CredentialListSid: logins });
    const url = await make(`${trunk}/OriginationUrls`, {
      ...{ Weight: '10', Priority: '10', Enabled: 'true', FriendlyName: 'Vapi' },
      SipUrl: 'sip:+14155550142@5b0a4a08-133c-4146-9315-0984f8c6be80.sip.vapi.ai:5061;transport=tls',
    });
    const number = await make(`${api}/IncomingPhoneNumbers.json`, { PhoneNumber: '+14155550177' });
    await make(`${trunk}/PhoneNumbers`, { PhoneNumberSid: number });
    for (const path of [
      ...['/v1/Trunks?PageSize=1', trunk, `${trunk}/OriginationUrls`, `${trunk}/OriginationUrls/${url}`],
      ...[`${trunk}/IpAccessControlLists`, `${trunk}/CredentialLists/${logins}`, `${trunk}/PhoneNumbers`],
      ...[`${api}/SIP/IpAccessControlLists.json?PageSize=1000`, `${addresses}.json`, `${credentials}.json`],
      ...[`${api}/IncomingPhoneNumbers.json?PageSize=1`, `${api}/IncomingPhoneNumbers/${number}.json`],
      `${api}/AvailablePhoneNumbers/US/Local.json?AreaCode=415&VoiceEnabled=true`,
    ])
      expect([path, (await ask('GET', path)).status]).toEqual([path, 200]);
    for (const path of [
      ...[`${trunk}/PhoneNumbers/${number}`, `${trunk}/OriginationUrls/${url}`],
      ...[`${trunk}/IpAccessControlLists/${list}`, `${trunk}/CredentialLists/${logins}`, trunk],
      ...[`${addresses}/${address}.json`, `${credentials}/${credential}.json`],
      ...[`${api}/SIP/IpAccessControlLists/${list}.json`, `${api}/SIP/CredentialLists/${logins}.json`],
      `${api}/IncomingPhoneNumbers/${number}.json`,
    ])
      expect([path, (await ask('DELETE', path)).status]).toEqual([path, 204]);
    // Refusals are in no contract, and break none.
    expect((await ask('POST', '/v1/Trunks', { DomainName: 'no' })).status).toBe(400);
    expect((await ask('GET', trunk)).status).toBe(404);
    expect(twilio.contractProblems).toEqual([]);
  });

  it.each<[string, string, string, Record<string, string> | undefined, RegExp]>([
    [
      'a field that Twilio does not know',
      'POST',
      '/v1/Trunks',
      { Domain: DOMAIN },
      /unknown form field Domain/,
    ],
    ['a value of another type', 'POST', '/v1/Trunks', { Secure: 'perhaps' }, /body.secure.*boolean/i],
    ['a value that is not in the list', 'POST', '/v1/Trunks', { TransferMode: 'all' }, /transfermode/i],
    [
      'a missing field',
      'POST',
      `${api}/SIP/CredentialLists/CL${'0'.repeat(32)}/Credentials.json`,
      { Username: 'u' },
      /Password/,
    ],
    ['a SID of another kind', 'GET', `/v1/Trunks/AL${'0'.repeat(32)}`, undefined, /sid must match/],
    ['a page size that is none', 'GET', '/v1/Trunks?PageSize=many', undefined, /pagesize/i],
    ['an unknown query', 'GET', '/v1/Trunks?DomainName=x', undefined, /unknown query parameter DomainName/],
    ['an unknown path', 'GET', '/v1/Trunk', undefined, /route|path/i],
    ['an unknown method', 'DELETE', '/v1/Trunks', undefined, /method|route/i],
  ])('stops %s', async (_, method, path, form, problem) => {
    const { status, body } = await ask(method, path, form);
    expect([status, body.message]).toEqual([422, expect.stringMatching(problem)]);
    expect(twilio.contractProblems).toEqual([expect.stringMatching(problem)]);
    expect(twilio.trunking.trunks).toEqual([]);
  });

  it('wants a login', async () => {
    expect((await ask('GET', '/v1/Trunks', undefined, {})).status).toBe(422);
    expect(twilio.contractProblems).toHaveLength(1);
  });

  it('holds every answer to its schema', async () => {
    const contract = await twilioContract();
    const ids: Record<string, string> = { AccountSid: ACCOUNT, CountryCode: 'US' };
    let count = 0;
    for (const { file, paths } of Object.values(TWILIO_FILES))
      for (const [pattern, item] of Object.entries(readContract(file, paths)?.paths ?? {}))
        for (const method of ['get', 'post']) {
          const operation = item[method] as { parameters?: Parameter[]; responses: object } | undefined;
          if (operation === undefined) continue;
          const path = pattern.replace(
            /\{(\w+)\}/g,
            (_, name: string) => ids[name] ?? sidFor(operation, name),
          );
          const status = Number(Object.keys(operation.responses)[0]);
          const judged = await contract?.(
            { method, path, headers: { authorization: login, 'content-length': '0' }, body: '' },
            () => ({ status, body: 'not an object' }),
          );
          expect([method, path, judged?.problems]).toEqual([
            method,
            path,
            [expect.stringContaining('object')],
          ]);
          count += 1;
        }
    expect(count).toBeGreaterThan(25);
  });

  it('finds an answer that is not Twilio’s', async () => {
    await make('/v1/Trunks', { FriendlyName: 'Line' });
    const [trunk] = twilio.trunking.trunks;
    if (trunk === undefined) throw new Error('There is no trunk.');
    trunk.sid = 'TK1';
    trunk.transferMode = 'sometimes';
    await ask('GET', '/v1/Trunks');
    const problems = twilio.contractProblems.join('\n');
    expect(problems).toMatch(/transfer_mode/);
    expect(problems).toMatch(/sid/);
  });
});
