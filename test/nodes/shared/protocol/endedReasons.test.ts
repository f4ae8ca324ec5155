import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  endedReasonHelp,
  endedReasonKey,
  explainEndedReason,
} from '../../../../nodes/shared/protocol/endedReasons';
import { ENDED_REASONS } from '../../../../nodes/shared/protocol/endedReasonTable';
import { describeWith } from '../../../support/needs';
import { contractFile, repoRoot } from '../../../support/repo';

it.each([
  ['customer-ended-call', 'The caller hung up'],
  ['customer-did-not-answer', 'Nobody answered'],
  ['voicemail', 'A voicemail answered'],
  // Exact values win over prefixes, longer prefixes over shorter ones.
  ['customer-ended-call-after-warm-transfer-attempt', 'The caller hung up'],
  ['customer-did-something-new', 'The caller could not be reached or left'],
  ['assistant-request-returned-unspeakable-error', 'The assistant request was not answered as Vapi needs it'],
  [
    'assistant-request-returned-forwarding-phone-number',
    'The assistant request was answered with a number, to which the call was forwarded',
  ],
  ['assistant-of-tomorrow', 'The assistant could not go on'],
  [
    'call.in-progress.error-providerfault-openai-llm-failed',
    'A provider behind the assistant failed: add a fallback',
  ],
  ['call.in-progress.error-vapifault-worker-died', 'Vapi failed during the call'],
  [
    'call.in-progress.error-sip-outbound-call-failed-to-connect',
    'The SIP connection failed: check the trunk',
  ],
  ['call.in-progress.error-of-tomorrow', 'An error ended the call'],
  ['call.in-progress.twilio-completed-call', 'The carrier ended the call'],
  ['call.in-progress.hook-of-tomorrow', 'The carrier or a hook ended the call'],
  // A trunk is no provider behind the assistant.
  [
    'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable',
    'The SIP carrier did not put the call through: check the trunk',
  ],
  ['call.start.error-vapifault-get-org', 'Vapi failed to start the call: try again'],
  ['call.forwarding.no-answer', 'The transfer failed: nobody answered'],
])('explains %s', (reason, words) => {
  expect(explainEndedReason(reason)).toBe(words);
});

it.each(['a-reason-of-tomorrow', '', 'constructor', 'toString', '__proto__'])(
  'lets "%s" through, which it does not know',
  (reason) => {
    expect(explainEndedReason(reason)).toBe(reason);
    expect(endedReasonHelp(reason)).toEqual({ text: reason, group: 'unknown' });
    expect(endedReasonKey(reason)).toBeUndefined();
  },
);

const KEY = 'If you have given Vapi a key of your own, the fault lies in your account there.';
const VAPI_KEY =
  'If you have given Vapi no key of your own, it is the one of Vapi: ask Vapi if it happens often.';

it.each([
  ['customer-ended-call', { text: 'The caller hung up', group: 'customer' }],
  [
    'assistant-not-found',
    {
      text: 'The assistant does not exist',
      whatToDo: 'Check the assistant ID and the region of the key.',
      group: 'callStart',
    },
  ],
  [
    'call.start.error-vapi-number-international',
    {
      text: 'Free Vapi numbers cannot call abroad',
      whatToDo: 'Import a number of a carrier into Vapi and call from that one.',
      group: 'callStart',
    },
  ],
  [
    'call.in-progress.error-warm-transfer-of-tomorrow',
    {
      text: 'The transfer failed before somebody took over',
      whatToDo:
        'Check that the destination is answered by somebody who speaks, and the time limits of the transfer plan.',
      group: 'transfer',
    },
  ],
  // What the end says about a provider counts, and whose account it was.
  [
    'pipeline-error-openai-401-incorrect-api-key',
    {
      text: 'A provider behind the assistant refused the key',
      whatToDo: `Check the key of this provider in Vapi. ${KEY}`,
      group: 'provider',
    },
  ],
  [
    'call.in-progress.error-vapifault-eleven-labs-quota-exceeded',
    {
      text: 'A provider behind the assistant is used up to its limit',
      whatToDo: `Raise quota, credit or plan at the provider, or place fewer calls at once. ${VAPI_KEY}`,
      group: 'provider',
    },
  ],
  [
    'call.in-progress.error-providerfault-groq-503-server-overloaded-error',
    {
      text: 'A provider behind the assistant was down or overloaded',
      whatToDo: 'Try again later, look at the status page of the provider, and add a fallback.',
      group: 'provider',
    },
  ],
  [
    'pipeline-error-provider-of-tomorrow-500-server-error',
    {
      text: 'A provider behind the assistant was down or overloaded',
      whatToDo: 'Try again later, look at the status page of the provider, and add a fallback.',
      group: 'provider',
    },
  ],
  [
    'pipeline-error-provider-of-tomorrow',
    { text: 'A provider behind the assistant failed', whatToDo: 'Add a fallback.', group: 'provider' },
  ],
  [
    'call.in-progress.error-vapifault-worker-died',
    {
      text: 'Vapi failed during the call',
      whatToDo: 'Try again. If it happens often, ask Vapi with the IDs of the calls.',
      group: 'vapi',
    },
  ],
])('tells what to do about %s', (reason, help) => {
  expect(endedReasonHelp(reason)).toEqual(help);
});

it('says everything in sentences', () => {
  const rows = Object.values(ENDED_REASONS).flatMap(({ exact, prefixes }) => [
    ...Object.values(exact),
    ...Object.values(prefixes),
  ]);
  for (const [text, hint, whatToDo] of rows) {
    expect(text).toMatch(/^[A-Z].*[^.]$/);
    if (hint !== undefined) expect(hint).toMatch(/^[a-z].*[^.]$/);
    if (whatToDo !== undefined) expect(whatToDo).toMatch(/^[A-Z].*\.$/);
  }
});

it('is described by group in the documentation', () => {
  const text = readFileSync(join(repoRoot, 'docs', 'ended-reasons.md'), 'utf8');
  const groups = [...Object.keys(ENDED_REASONS), 'unknown'];
  expect(groups.filter((group) => !text.includes(`\n| \`${group}\` |`))).toEqual([]);
});

it('always gives text', () => {
  const prefixes = Object.values(ENDED_REASONS).flatMap((entries) => Object.keys(entries.prefixes));
  const reasons = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom(...prefixes), fc.string()).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(reasons, (reason) => {
      const { text, group } = endedReasonHelp(reason);
      expect([typeof text, typeof explainEndedReason(reason)]).toEqual(['string', 'string']);
      expect(group === 'unknown').toBe(endedReasonKey(reason) === undefined);
    }),
  );
});

const path = contractFile('vapi-contract.json');

describeWith(
  path !== undefined,
  "Vapi's schemas beside the checkout",
  "the reasons in Vapi's schemas",
  () => {
    const known = (): string[] => {
      const { definitions } = JSON.parse(readFileSync(path!, 'utf8'));
      const schema = definitions.Call.properties.endedReason;
      return (schema.$ref === undefined ? schema : definitions[schema.$ref.split('/').pop()]).enum;
    };

    it('are all explained: 45 one by one, 550 by prefix, none passes through', () => {
      const by = { exact: 0, prefix: 0, passed: [] as string[] };
      for (const reason of known()) {
        const found = endedReasonKey(reason)?.by;
        if (found === undefined) by.passed.push(reason);
        else by[found] += 1;
      }
      expect(by).toEqual({ exact: 45, prefix: 550, passed: [] });
    });

    it('include each of the exact ones: none is misspelt', () => {
      const reasons = new Set(known());
      const exact = Object.values(ENDED_REASONS).flatMap((entries) => Object.keys(entries.exact));
      expect(exact.filter((reason) => !reasons.has(reason))).toEqual([]);
    });

    it('blame a provider with a cause, but for one that Vapi itself calls unexpected', () => {
      const failures = known().filter((reason) =>
        /^pipeline-error-|providerfault-(?!outbound|transport)/.test(reason),
      );
      const causes = new Set(['A provider behind the assistant failed']);
      expect(failures.filter((reason) => causes.has(endedReasonHelp(reason).text))).toEqual([
        'pipeline-error-playht-unexpected-error',
      ]);
    });

    it('have something to do wherever something failed', () => {
      const failed = known().filter((reason) => reason.includes('error') || reason.includes('fail'));
      const helpless = failed.filter((reason) => endedReasonHelp(reason).whatToDo === undefined);
      expect(helpless).toEqual(['assistant-request-returned-error']);
    });
  },
);
