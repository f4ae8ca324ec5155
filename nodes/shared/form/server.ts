import { fail } from '../fail';
import type { Field } from './field';
import { keyValues } from './collections';
import { choice, flag, number, pick, texts } from './fields';
import { section } from './section';

const codes = texts({
  displayName: 'Not Repeated For',
  path: 'excludedStatusCodes',
  button: 'Add Status Code',
  description: 'Status codes of an answer after which Vapi gives up at once, e.g. 400',
});

/**
 * How often Vapi repeats a request that failed.
 *
 * Source: OpenAPI BackoffPlan: type, maxRetries and baseDelaySeconds are all required.
 */
export function retriesField<P extends string>(path: P): Field<P> {
  return section(
    {
      displayName: 'Retries',
      name: 'retries',
      path,
      description: 'Without it Vapi never repeats a request that failed',
    },
    [
      choice({
        displayName: 'Delay Between',
        path: 'type',
        default: 'exponential',
        options: [
          { name: 'Always the Same', value: 'fixed' },
          { name: 'Doubled Each Time', value: 'exponential' },
        ],
      }),
      number({ displayName: 'Retries', path: 'maxRetries', default: 3, min: 0, max: 10 }),
      number({
        displayName: 'First Delay (Seconds)',
        path: 'baseDelaySeconds',
        default: 1,
        min: 0,
        max: 10,
        decimals: true,
      }),
      {
        ...codes,
        read: (value, place) => {
          const given = codes.read(value, place) as string[] | undefined;
          const wrong = given?.find((code) => !/^[1-5]\d\d$/.test(code.trim()));
          if (wrong === undefined) return given?.map(Number);
          const what = `Not Repeated For has "${wrong}", but takes status codes from 100 to 599, one a row`;
          throw fail(place.node, 'INPUT_OUT_OF_RANGE', what, place.itemIndex);
        },
      },
    ],
  );
}

/** What a server has besides its URL. Source: OpenAPI Server. */
export const serverFields: ReadonlyArray<
  Field<
    | 'server.credentialId'
    | 'server.headers'
    | 'server.backoffPlan'
    | 'server.staticIpAddressesEnabled'
    | 'server.timeoutSeconds'
  >
> = [
  pick(
    {
      displayName: 'Server Credential',
      name: 'serverCredentialId',
      path: 'server.credentialId',
      description: 'Custom credential in Vapi with which it proves itself to the server',
    },
    'searchVapiCredentials',
  ),
  keyValues({
    displayName: 'Server Headers',
    name: 'serverHeaders',
    path: 'server.headers',
    row: 'Header',
    secret: true,
    description: 'Sent with each request. Authorization takes the place of that of the credential.',
  }),
  retriesField('server.backoffPlan'),
  flag({
    displayName: 'Server Static IP Addresses',
    name: 'serverStaticIp',
    path: 'server.staticIpAddressesEnabled',
    default: true,
    description: 'Whether requests come from a fixed range of Vapi, for a firewall in front of the server',
  }),
  number({
    displayName: 'Server Timeout (Seconds)',
    name: 'serverTimeoutSeconds',
    path: 'server.timeoutSeconds',
    default: 20,
    min: 1,
    max: 300,
    description: 'How long Vapi waits for an answer; 20 where nothing is set',
  }),
];
