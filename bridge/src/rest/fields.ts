import { z } from 'zod';

/** "+", a country code that never begins with 0, at most 15 digits (ITU-T E.164, 6.1). */
export const e164 = z
  .string()
  .regex(
    /^\+[1-9]\d{6,14}$/,
    'must be a telephone number in E.164 form: "+", country code, number, digits only',
  )
  .meta({ description: 'A telephone number in E.164 form.', examples: ['+14155550142'] });

/** A SIP address as carriers dial it; no blanks or control characters, which could end a header. */
export const sipUri = z
  .string()
  .max(255)
  .regex(/^sips?:[^\s<>"&']+$/, 'must be a SIP address such as sip:desk@example.com')
  .meta({ description: 'A SIP address.', examples: ['sip:desk@example.com'] });

/** What somebody is to say or hear. */
export const sentence = z.string().trim().min(1).max(4000);

/** What a carrier is to say: as much as all of them take. Source: Vonage docs, "NCCO reference", `talk`. */
export const spokenByCarrier = z.string().trim().min(1).max(1500);

/** A page of a list. */
export const pageSize = z.coerce.number().int().min(1).max(100).default(20);

/** Whatever the caller of the API wants to find again; kept in memory for as long as the session is. */
export const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 4096, 'must have at most 4096 characters as JSON')
  .meta({ description: 'Found again in the session and its events; at most 4096 characters as JSON.' });
