import { account, DOMAIN, NO_TRUNK, NUMBER_SID, stop } from './testSupport';

afterEach(stop);

const TRUNK = { FriendlyName: 'Support line', DomainName: DOMAIN };

describe('a trunk', () => {
  it('is made with Twilio’s defaults, shown, changed and deleted', async () => {
    const { trunking, make, emulator } = await account();
    const sid = await make('trunking', '/Trunks', { ...TRUNK, Secure: true });
    const shown = await trunking('GET', `/Trunks/${sid}`);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        ...{ sid, friendly_name: 'Support line', domain_name: DOMAIN, secure: true },
        ...{ transfer_mode: 'disable-all', auth_type_set: [], url: `${emulator.url}/v1/Trunks/${sid}` },
        date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    });
    const changed = await trunking('POST', `/Trunks/${sid}`, { TransferMode: 'enable-all' });
    expect(changed.body).toMatchObject({ transfer_mode: 'enable-all', secure: true, domain_name: DOMAIN });
    expect(await trunking('DELETE', `/Trunks/${sid}`)).toEqual({ status: 204, body: {} });
    expect((await trunking('GET', `/Trunks/${sid}`)).status).toBe(404);
    expect((await trunking('DELETE', `/Trunks/${sid}`)).status).toBe(404);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a domain of another account', { DomainName: 'Taken.pstn.twilio.com' }, 21248],
    ['a domain of another trunk', { DomainName: DOMAIN.toUpperCase() }, 21248],
    ['a domain elsewhere', { DomainName: 'support.sip.twilio.com' }, 20001],
    ['an underscore', { DomainName: 'my_line.pstn.twilio.com' }, 20001],
    ['a dot in the name', { DomainName: 'my.line.pstn.twilio.com' }, 20001],
    ['a long name', { FriendlyName: 'x'.repeat(65) }, 20001],
    ['an unknown transfer mode', { TransferMode: 'all' }, 20001],
    ['a flag that is none', { Secure: 'yes' }, 20001],
  ])('refuses %s, and keeps nothing of it', async (_, form, code) => {
    const { trunking, make, emulator } = await account({ takenDomains: ['taken.pstn.twilio.com'] });
    const sid = await make('trunking', '/Trunks', TRUNK);
    expect(await trunking('POST', '/Trunks', form)).toMatchObject({ status: 400, body: { code } });
    expect(emulator.trunking.trunks).toHaveLength(1);
    if (form.DomainName === DOMAIN.toUpperCase()) return;
    const changed = await trunking('POST', `/Trunks/${sid}`, { ...form, CnamLookupEnabled: true });
    expect(changed.status).toBe(400);
    expect(emulator.trunking.trunks[0]).toMatchObject({ domainName: DOMAIN, cnamLookupEnabled: false });
  });

  it('gives its domain free, unless deleted ones are kept', async () => {
    for (const [keepDeletedDomains, status] of [
      [false, 201],
      [true, 400],
    ] as const) {
      const { trunking, make } = await account({ keepDeletedDomains });
      await trunking('DELETE', `/Trunks/${await make('trunking', '/Trunks', TRUNK)}`);
      expect((await trunking('POST', '/Trunks', TRUNK)).status).toBe(status);
      await stop();
    }
  });

  it('is not deleted while it has a number', async () => {
    const { trunking, make } = await account();
    const sid = await make('trunking', '/Trunks', TRUNK);
    await make('trunking', `/Trunks/${sid}/PhoneNumbers`, { PhoneNumberSid: NUMBER_SID });
    expect((await trunking('DELETE', `/Trunks/${sid}`)).status).toBe(400);
    await trunking('DELETE', `/Trunks/${sid}/PhoneNumbers/${NUMBER_SID}`);
    expect((await trunking('DELETE', `/Trunks/${sid}`)).status).toBe(204);
  });

  it('is listed in pages that lead on to one another', async () => {
    const { trunking, make, emulator } = await account();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) made.push(await make('trunking', '/Trunks', {}));
    const seen: string[] = [];
    let path: string | null = '/Trunks?PageSize=2';
    let pages = 0;
    while (path !== null) {
      const { body } = await trunking('GET', path);
      const { next_page_url: next, page_size: size } = body.meta as Record<string, string | null>;
      expect(size).toBe(2);
      seen.push(...(body.trunks as Array<{ sid: string }>).map(({ sid }) => sid));
      path = next?.replace(`${emulator.url}/v1`, '') ?? null;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(made);
    expect((await trunking('GET', '/Trunks?PageSize=1001')).status).toBe(400);
    expect((await trunking('GET', '/Trunks?Page=1')).status).toBe(400);
  });

  it('needs the account’s login', async () => {
    const { emulator } = await account();
    const answer = await fetch(`${emulator.url}/v1/Trunks`, { headers: { Authorization: 'Basic eDp5' } });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 20003 })]);
  });
});

describe('an origination URL', () => {
  const URL_FIELDS = {
    Weight: 10,
    Priority: 10,
    Enabled: true,
    FriendlyName: 'Vapi',
    SipUrl: 'sip:a@b.test',
  };

  it('is made, shown, changed and deleted', async () => {
    const { trunking, make } = await account();
    const path = `/Trunks/${await make('trunking', '/Trunks', TRUNK)}/OriginationUrls`;
    const sid = await make('trunking', path, URL_FIELDS);
    await trunking('POST', `${path}/${sid}`, { Enabled: false, SipUrl: 'sip:c@d.test:5061;transport=tls' });
    expect((await trunking('GET', path)).body.origination_urls).toEqual([
      expect.objectContaining({
        ...{ sid, sip_url: 'sip:c@d.test:5061;transport=tls', enabled: false },
        ...{ weight: 10, priority: 10, friendly_name: 'Vapi' },
      }),
    ]);
    expect((await trunking('DELETE', `${path}/${sid}`)).status).toBe(204);
    expect((await trunking('DELETE', `${path}/${sid}`)).status).toBe(404);
  });

  it.each([
    ['a weight of 0', { Weight: 0 }],
    ['a large priority', { Priority: 65_536 }],
    ['another scheme', { SipUrl: 'https://b.test' }],
    ['no name', { FriendlyName: '' }],
    ['a flag that is none', { Enabled: 'on' }],
  ])('refuses %s', async (_, form) => {
    const { trunking, make, emulator } = await account();
    const path = `/Trunks/${await make('trunking', '/Trunks', TRUNK)}/OriginationUrls`;
    expect((await trunking('POST', path, { ...URL_FIELDS, ...form })).status).toBe(400);
    expect(emulator.trunking.trunks[0]?.originationUrls).toEqual([]);
  });

  it('needs its trunk', async () => {
    const { trunking } = await account();
    expect((await trunking('POST', `/Trunks/${NO_TRUNK}/OriginationUrls`, URL_FIELDS)).status).toBe(404);
  });
});
