import { z } from 'zod';
import type { SampleRate } from '../audio/resampler';
import { farewellTwiml } from '../carriers/twilio/answer';
import { parsePrivateKey } from '../carriers/vonage/privateKey';
import { parseAddressRange } from '../clientAddress';
import { EVENT_TYPES, type EventType } from '../events/envelope';
import { workflowAddressProblem } from '../workflowAddress';
import { addressProblem } from './addresses';

/* The forms of what stands in variables. Their messages go on after "NAME is …: it", or after NAME. */

/** Secrets and ids are one printable word; a stray line break or quote is a mistake in the environment. */
export const word = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word without spaces or line breaks');

export const address = (schemes: readonly string[]): z.ZodType<string, string> =>
  z.string().transform((value, context) => {
    const problem = addressProblem(value, schemes);
    if (problem === undefined) return value.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });

/** SignalWire shows the address of a space as a host name alone. */
export const spaceAddress = z
  .string()
  .transform((value) => (value.includes('://') ? value : `https://${value}`))
  .pipe(address(['https:', 'http:']));

export const integer = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

export const onOff = z
  .enum(['on', 'off'], { error: 'must be on or off' })
  .transform((value) => value === 'on');

/** What Twilio takes as the `Twiml` of an update (Twilio docs, "Call resource", update). */
const MAX_TWIML = 4000;
const LONGEST_NUMBER = `+${'9'.repeat(15)}`;

export const spoken = z
  .string()
  // eslint-disable-next-line no-control-regex -- control characters can't stand in XML, hence not in TwiML
  .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*$/, {
    error: 'must not contain control characters',
    abort: true,
  })
  .refine(
    (message) => farewellTwiml(message, LONGEST_NUMBER).length <= MAX_TWIML,
    `must be shorter: with its TwiML it has more than ${MAX_TWIML} characters, as many as Twilio takes`,
  );

/** "+", a country code that never begins with 0, at most 15 digits (ITU-T E.164, 6.1). */
export const phoneNumber = z
  .string()
  .regex(
    /^\+[1-9]\d{6,14}$/,
    'must be a telephone number in E.164 form: "+", country code, number, digits only',
  );

export const addressRanges = z.string().transform((value, context) => {
  const ranges = value.split(',').map((entry) => entry.trim());
  const wrong = ranges.find((range) => parseAddressRange(range) === undefined);
  if (wrong === undefined) return ranges;
  const message = `must be a comma list of IP addresses and ranges such as 10.0.0.0/8, which "${wrong}" is not`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const workflowAddress = z.string().transform((value, context) => {
  const problem = workflowAddressProblem(value);
  if (problem === undefined) return value;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** `name=address` pairs. An address may hold commas, so only those before a name part them. */
export const workflowAddresses = z.string().transform((value, context) => {
  const pairs = value.split(/,\s*(?=[\w-]+=)/).map((pair) => pair.trim().split(/=(.*)/s));
  const names = pairs.map(([name = '']) => name);
  const wrongName = names.find((name, at) => !/^[\w-]{1,64}$/.test(name) || names.indexOf(name) !== at);
  const problems = pairs.map(([, url = '']) => workflowAddressProblem(url));
  const problem = problems.find((each) => each !== undefined);
  let message: string | undefined;
  if (wrongName !== undefined) {
    message = 'must be a comma list of name=address, each name once and of letters, digits, "-" and "_"';
  } else if (problem !== undefined)
    message = `names an address for "${names[problems.indexOf(problem)]}" that ${problem}`;
  if (message === undefined) return new Map(pairs.map(([name = '', url = '']) => [name, url]));
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const eventTypes = z.string().transform((value, context) => {
  if (value === 'all') return EVENT_TYPES;
  const names = value.split(',').map((entry) => entry.trim());
  const types = EVENT_TYPES.filter((type) => names.includes(type));
  if (names.every((name) => types.includes(name as EventType))) return types;
  context.addIssue({ code: 'custom', message: `must be all or a comma list of ${EVENT_TYPES.join(', ')}` });
  return z.NEVER;
});

export const rsaKey = z.string().transform((value, context) => {
  const key = parsePrivateKey(value);
  if (key) return key;
  context.addIssue({
    code: 'custom',
    message: 'must be an RSA private key in PEM form ("-----BEGIN PRIVATE KEY-----")',
  });
  return z.NEVER;
});

export const sampleRate = z
  .enum(['8000', '16000', '24000'], { error: 'must be one of 8000, 16000, 24000' })
  .transform((value) => Number(value) as SampleRate);
