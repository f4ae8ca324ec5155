import { asText, type JsonObject } from '../../../shared/protocol/json';
import { oldestFirst } from '../../plan/findSought';
import type { Reader } from '../../plan/reader';
import type { TrunkSpec } from '../../spec';
import { readVapi } from '../../vapi/vapiWorld';
import { ADDRESS_LISTS, CREDENTIAL_LISTS, type ListKind } from './accessLists';
import { addressListNames, loginListName } from './names';
import { boughtNumbers, twilioOf, type AccessList, type TwilioWorld } from './twilioWorld';

/** The largest page that Twilio gives. */
const PAGE = { PageSize: 1000 };

/** Numbers for sale that are looked at: the first that needs no papers is taken. */
const OFFERS = { PageSize: 30 };

/**
 * Reads what Twilio and Vapi have of the trunk, and what the account has in numbers. What is made last is read first:
 * if another run is at work meanwhile, whatever is seen has been made after all that it depends on, which is read
 * later and seen as well. Offers come before the numbers of the account, so that a number that another run has just
 * bought is missing from the offers only if it is found among the numbers.
 */
export async function readTwilio(reader: Reader, spec: TrunkSpec): Promise<TwilioWorld> {
  const { domain } = twilioOf(spec);
  const offers = await readOffers(reader, spec);
  const numbers = byAge(
    await reader.list(
      { service: 'twilio', path: '/IncomingPhoneNumbers.json', qs: PAGE },
      'incoming_phone_numbers',
    ),
  );
  const trunks = await reader.list({ service: 'twilioTrunking', path: '/v1/Trunks', qs: PAGE }, 'trunks');
  const trunk = trunks.find(({ domain_name }) => asText(domain_name)?.toLowerCase() === domain.toLowerCase());
  const sid = asText(trunk?.sid);
  const originationUrls = await readOnTrunk(reader, sid, 'OriginationUrls', 'origination_urls');
  const bought = boughtNumbers(spec, { numbers }).map(({ phone_number }) => {
    const e164 = asText(phone_number) ?? '';
    return { e164, inVapi: e164 };
  });
  const vapi = await readVapi(reader, { ...spec, numbers: [...spec.numbers, ...bought] });
  const addresses = await readLists(reader, ADDRESS_LISTS, addressListNames(spec.name), sid);
  const logins = await readLists(reader, CREDENTIAL_LISTS, [loginListName(spec.name)], sid);
  return {
    ...{ vapi, trunks, ...(trunk ? { trunk } : {}), originationUrls, numbers, offers },
    ...{ addressLists: addresses.lists, addressListCount: addresses.count },
    ...{ credentialLists: logins.lists, credentialListCount: logins.count },
  };
}

async function readLists(
  reader: Reader,
  { path, rows, onTrunk, entries }: ListKind,
  names: readonly string[],
  trunk: string | undefined,
): Promise<{ lists: AccessList[]; count: number }> {
  const attached = new Set((await readOnTrunk(reader, trunk, onTrunk, rows)).map(({ sid }) => sid));
  const all = byAge(await reader.list({ service: 'twilio', path: `${path}.json`, qs: PAGE }, rows));
  const lists: AccessList[] = [];
  for (const { sid: id, friendly_name } of all) {
    const sid = asText(id) ?? '';
    const name = asText(friendly_name) ?? '';
    if (!names.includes(name) && !attached.has(sid)) continue;
    lists.push({
      ...{ sid, name, attached: attached.has(sid) },
      entries: byAge(
        await reader.list(
          { service: 'twilio', path: `${path}/${sid}/${entries.path}.json`, qs: PAGE },
          entries.rows,
        ),
      ),
    });
  }
  return { lists, count: all.length };
}

async function readOnTrunk(
  reader: Reader,
  trunk: string | undefined,
  what: string,
  rows: string,
): Promise<JsonObject[]> {
  if (trunk === undefined) return [];
  const path = `/v1/Trunks/${trunk}/${what}`;
  return byAge(await reader.list({ service: 'twilioTrunking', path, qs: PAGE }, rows));
}

async function readOffers(reader: Reader, spec: TrunkSpec): Promise<JsonObject[]> {
  const { buy } = twilioOf(spec);
  if (buy === undefined || spec.numbers.length > 0) return [];
  return await reader.list(
    {
      service: 'twilio',
      path: `/AvailablePhoneNumbers/${encodeURIComponent(buy.country)}/Local.json`,
      qs: {
        ...{ ...OFFERS, VoiceEnabled: 'true' },
        ...(buy.areaCode === '' ? {} : { AreaCode: buy.areaCode }),
        ...(buy.contains === '' ? {} : { Contains: buy.contains }),
      },
    },
    'available_phone_numbers',
  );
}

/** The oldest first: of several of the same name it is the one that stays. */
function byAge(list: readonly JsonObject[]): JsonObject[] {
  return oldestFirst(list, { match: {}, id: 'sid', created: 'date_created' }).map(({ object }) => object);
}
