import { createInstance, type IHttpRequest, type IHttpResponse } from '@stoplight/prism-http';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http/dist/utils/operations';
import type { ContractProxy, WireRequest } from '../../emulators/twilio';
import { failure, type Reply } from '../../emulators/twilio/restError';
import { contractFile } from '../repo';
import { readContract, type ContractDocument } from './contractDocument';
import { unknownFields } from './unknownFields';

/** The files, and the paths in them that SIP trunks have to do with. */
export const TWILIO_FILES = {
  api: {
    file: 'twilio_api_v2010.json',
    paths:
      /\/SIP\/(IpAccessControlLists|CredentialLists)|\/AvailablePhoneNumbers\/\{CountryCode\}\/Local\.json$|\/IncomingPhoneNumbers(\/\{Sid\})?\.json/,
  },
  trunking: { file: 'twilio_trunking_v1.json', paths: /^\/v1\/Trunks/ },
} as const;

/** What is missing on a machine without the contract, for `describeWith`. */
export const CONTRACT_MISSING = `${TWILIO_FILES.api.file} and ${TWILIO_FILES.trunking.file} in the folder shared/contract beside the checkout`;

export function twilioContractAvailable(): boolean {
  return Object.values(TWILIO_FILES).every(({ file }) => contractFile(file) !== undefined);
}

interface Side {
  document: ContractDocument;
  operations: Awaited<ReturnType<typeof getHttpOperationsFromSpec>>;
}

let loaded: Promise<{ api: Side; trunking: Side } | undefined> | undefined;

/**
 * Prism as a proxy in front of the Twilio emulator, in the same process: a request that breaks Twilio's contract is
 * answered 422 and not carried out; answers are held to it, too.
 *
 * @returns undefined on a machine that does not have the contract
 */
export async function twilioContract(): Promise<ContractProxy | undefined> {
  loaded ??= load();
  const sides = await loaded;
  if (sides === undefined) return undefined;
  return async (request, forward) => {
    const { document, operations } = request.path.startsWith('/v1/') ? sides.trunking : sides.api;
    const unknown = unknownFields(document, request);
    if (unknown.length > 0) return refused(request, unknown);
    return await throughPrism(request, forward, operations);
  };
}

async function load(): Promise<{ api: Side; trunking: Side } | undefined> {
  const api = readContract(TWILIO_FILES.api.file, TWILIO_FILES.api.paths);
  const trunking = readContract(TWILIO_FILES.trunking.file, TWILIO_FILES.trunking.paths);
  if (api === undefined || trunking === undefined) return undefined;
  const side = async (document: ContractDocument): Promise<Side> => ({
    document,
    // Prism replaces the references in what it is given.
    operations: await getHttpOperationsFromSpec(structuredClone(document)),
  });
  return { api: await side(api), trunking: await side(trunking) };
}

/** `DiagnosticSeverity.Error` of @stoplight/types. */
const ERROR = 0;

/** Nothing is logged: what is wrong comes back with the answer. */
const logger = new Proxy(
  {},
  { get: (_, name) => (name === 'child' ? () => logger : () => undefined) },
) as Parameters<typeof createInstance>[1]['logger'];

async function throughPrism(
  request: WireRequest,
  forward: () => Reply,
  operations: Side['operations'],
): ReturnType<ContractProxy> {
  let reply: Reply | undefined;
  const prism = createInstance(
    {
      ...{ isProxy: true, upstream: new URL('http://emulator.test'), upstreamProxy: undefined },
      ...{ mock: { dynamic: false }, errors: true },
      ...{ checkSecurity: true, validateRequest: true, validateResponse: true },
    },
    {
      logger,
      forward: ({ validations }) => {
        const problems = validations.map(describe);
        const made = problems.length > 0 ? refused(request, problems).reply : forward();
        reply = made;
        return () => () => Promise.resolve({ _tag: 'Right', right: toPrismResponse(made) });
      },
    },
  );
  const outcome = await prism.request(toPrism(request), operations)();
  // Prism knows no such path.
  if (outcome._tag === 'Left') return refused(request, [outcome.left.message]);
  if (reply === undefined) throw new Error('Prism answered by itself.');
  const { input, output } = outcome.right.validations;
  // An answer that the contract doesn't have, such as a 404, is a warning only.
  const errors = output.filter(({ severity }) => Number(severity) === ERROR);
  const wrong = [...input, ...errors].map(describe);
  return { reply, problems: wrong.map((problem) => `${request.method} ${request.path}: ${problem}`) };
}

function toPrism({ method, path, headers, body }: WireRequest): IHttpRequest {
  const url = new URL(path, 'http://emulator.test');
  return {
    method: method.toLowerCase() as IHttpRequest['method'],
    url: { path: url.pathname, query: Object.fromEntries(url.searchParams) },
    headers,
    ...(body === '' ? {} : { body }),
  };
}

function toPrismResponse({ status, body }: Reply): IHttpResponse {
  if (body === undefined) return { statusCode: status };
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: structuredClone(body) };
}

function describe({ path, message }: { path?: ReadonlyArray<string | number>; message: string }): string {
  return `${(path ?? []).join('.')}: ${message}`;
}

function refused({ method, path }: WireRequest, problems: string[]): { reply: Reply; problems: string[] } {
  const text = `Against the contract: ${problems.join('; ')}`;
  return { reply: failure(422, 20001, text), problems: [`${method} ${path}: ${problems.join('; ')}`] };
}
