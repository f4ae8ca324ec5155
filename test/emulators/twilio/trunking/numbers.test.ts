import { account, APP, DOMAIN, NO_TRUNK, NUMBER, NUMBER_SID, stop, type Account } from './testSupport';

afterEach(stop);

const NUMBERS = '/IncomingPhoneNumbers';

const trunk = ({ make }: Account, DomainName = DOMAIN): Promise<string> =>
  make('trunking', '/Trunks', { DomainName });

describe('a number on a trunk', () => {
  it('keeps its voice URL and loses its TwiML app', async () => {
    const account_ = await account();
    const { api, make, trunking } = account_;
    await api('POST', `${NUMBERS}/${NUMBER_SID}.json`, { VoiceApplicationSid: APP });
    const sid = await trunk(account_);
    await make('trunking', `/Trunks/${sid}/PhoneNumbers`, { PhoneNumberSid: NUMBER_SID });
    const shown = (await api('GET', `${NUMBERS}/${NUMBER_SID}.json`)).body;
    expect(shown).toMatchObject({
      ...{ trunk_sid: sid, voice_application_sid: '', voice_url: 'https://bridge.test/voice' },
    });
    const listed = (await trunking('GET', `/Trunks/${sid}/PhoneNumbers`)).body.phone_numbers;
    expect(listed).toEqual([expect.objectContaining({ sid: NUMBER_SID, phone_number: NUMBER })]);
    await api('POST', `${NUMBERS}/${NUMBER_SID}.json`, { VoiceApplicationSid: APP });
    expect((await trunking('GET', `/Trunks/${sid}/PhoneNumbers`)).body.phone_numbers).toEqual([]);
  });

  it('is on one trunk at most', async () => {
    const account_ = await account();
    const { make, trunking } = account_;
    const [one, other] = [await trunk(account_), await trunk(account_, 'other.pstn.twilio.com')];
    const form = { PhoneNumberSid: NUMBER_SID };
    await make('trunking', `/Trunks/${one}/PhoneNumbers`, form);
    expect((await trunking('POST', `/Trunks/${one}/PhoneNumbers`, form)).status).toBe(400);
    await make('trunking', `/Trunks/${other}/PhoneNumbers`, form);
    expect((await trunking('GET', `/Trunks/${one}/PhoneNumbers/${NUMBER_SID}`)).status).toBe(404);
    expect((await trunking('DELETE', `/Trunks/${one}/PhoneNumbers/${NUMBER_SID}`)).status).toBe(404);
    expect((await trunking('DELETE', `/Trunks/${other}/PhoneNumbers/${NUMBER_SID}`)).status).toBe(204);
  });

  it('is the account’s, and so is the trunk', async () => {
    const account_ = await account();
    const { api, trunking } = account_;
    const sid = await trunk(account_);
    const foreign = { PhoneNumberSid: `PN${'0'.repeat(32)}` };
    expect((await trunking('POST', `/Trunks/${sid}/PhoneNumbers`, foreign)).status).toBe(404);
    expect((await api('POST', `${NUMBERS}/${NUMBER_SID}.json`, { TrunkSid: NO_TRUNK })).status).toBe(404);
    expect((await api('POST', `${NUMBERS}/${NUMBER_SID}.json`, { TrunkSid: sid })).body.trunk_sid).toBe(sid);
  });
});

describe('a number for sale', () => {
  const numbersForSale = ['+14155550142', '+14155550143', '+12125550144'];

  it('is found by country, area code and digits', async () => {
    const { api } = await account({ numbersForSale });
    const found = async (country: string, query: string) =>
      (
        (await api('GET', `/AvailablePhoneNumbers/${country}/Local.json?${query}`)).body
          .available_phone_numbers as Array<Record<string, unknown>>
      ).map(({ phone_number: number }) => number);
    expect(await found('US', 'AreaCode=415&VoiceEnabled=true')).toEqual(numbersForSale.slice(0, 2));
    expect(await found('US', 'Contains=*1255501*4')).toEqual(['+12125550144']);
    expect(await found('US', 'PageSize=1')).toEqual(['+14155550142']);
    expect(await found('GB', '')).toEqual([]);
  });

  it('is bought once, and released', async () => {
    const { api, make, emulator } = await account({ numbersForSale });
    const form = { PhoneNumber: '+14155550143', FriendlyName: 'Support line' };
    const sid = await make('api', `${NUMBERS}.json`, form);
    expect(await api('POST', `${NUMBERS}.json`, form)).toMatchObject({ status: 400, body: { code: 21422 } });
    const listed = await api('GET', `${NUMBERS}.json?FriendlyName=Support%20line`);
    expect(listed.body.incoming_phone_numbers).toEqual([
      expect.objectContaining({ sid, phone_number: '+14155550143', trunk_sid: null }),
    ]);
    expect(emulator.trunking.forSale).toEqual(['+14155550142', '+12125550144']);
    expect((await api('DELETE', `${NUMBERS}/${sid}.json`)).status).toBe(204);
    expect((await api('GET', `${NUMBERS}/${sid}.json`)).status).toBe(404);
  });

  it.each([
    [{}, 21421],
    [{ AreaCode: '999' }, 21452],
    [{ PhoneNumber: NUMBER }, 21422],
  ])('is not sold for %j', async (form, code) => {
    const { api, emulator } = await account({ numbersForSale });
    expect(await api('POST', `${NUMBERS}.json`, form)).toMatchObject({ status: 400, body: { code } });
    expect(emulator.numbers).toHaveLength(1);
  });

  it('is bought by area code, straight onto a trunk', async () => {
    const account_ = await account({ numbersForSale });
    const TrunkSid = await trunk(account_);
    const { body } = await account_.api('POST', `${NUMBERS}.json`, { AreaCode: '212', TrunkSid });
    expect(body).toMatchObject({ phone_number: '+12125550144', trunk_sid: TrunkSid });
  });
});
