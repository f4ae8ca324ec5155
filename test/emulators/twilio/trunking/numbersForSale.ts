import { apiList } from './paging';
import { ok, type Route } from './route';

/** Numbering plan of the numbers that the emulator sells: country by the digits that it begins with. */
const PREFIXES: Record<string, string> = { US: '+1', CA: '+1', GB: '+44', DE: '+49', FR: '+33', AU: '+61' };

/** Source: Twilio docs and OpenAPI, AvailablePhoneNumber Local resource. */
export const numbersForSaleRoutes: Route[] = [
  {
    ...{ method: 'GET', path: '/AvailablePhoneNumbers/{country}/Local.json' },
    act: ({ forSale }, { params, url }) => {
      const { country = '' } = params;
      const prefix = PREFIXES[country];
      const areaCode = url.searchParams.get('AreaCode') ?? '';
      const contains = containing(url.searchParams.get('Contains') ?? '');
      const found = forSale.filter(
        (number) =>
          prefix !== undefined &&
          number.startsWith(prefix + areaCode) &&
          contains.test(number.slice(prefix.length)),
      );
      return ok(
        apiList(
          'available_phone_numbers',
          found.map((number) => resource(number, country)),
          url,
          'phone_number',
        ),
      );
    },
  },
];

/** Digits, and `*` for any one digit. */
function containing(pattern: string): RegExp {
  return new RegExp(pattern.replace(/[^\d*]/g, '').replace(/\*/g, '\\d'));
}

function resource(number: string, country: string): Record<string, unknown> {
  return {
    ...{ friendly_name: number, phone_number: number, iso_country: country },
    ...{ lata: null, locality: null, rate_center: null, latitude: null, longitude: null },
    ...{ region: null, postal_code: null, address_requirements: 'none', beta: false },
    capabilities: { voice: true, sms: false, mms: false, fax: false },
  };
}
