import { createHash } from 'node:crypto';

/** Every termination domain of Twilio ends like this. Source: Twilio docs, Trunk resource, DomainName. */
const SUFFIX = '.pstn.twilio.com';

/** One label of a host name. Source: RFC 1123, 2.1. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Leaves room for the digest. */
const MAX_SLUG = 40;

/**
 * A domain that nobody else has, and that every run finds again, because trunk name and account decide about it.
 *
 * @param accountSid of Twilio: two accounts may have a trunk of the same name
 */
export function derivedDomain(name: string, accountSid: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256')
    .update(accountSid + name)
    .digest('hex')
    .slice(0, 6);
  return `${slug || 'trunk'}-${digest}${SUFFIX}`;
}

/** Whether a text is a full termination domain. */
export function isTerminationDomain(text: string): boolean {
  return text.endsWith(SUFFIX) && LABEL.test(text.slice(0, -SUFFIX.length));
}

/** A domain as it was typed, with or without Twilio's part of it; undefined if it can't be one. */
export function typedDomain(typed: string): string | undefined {
  const text = typed.toLowerCase();
  const label = text.endsWith(SUFFIX) ? text.slice(0, -SUFFIX.length) : text;
  return LABEL.test(label) ? label + SUFFIX : undefined;
}
