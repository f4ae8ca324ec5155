import { derivedDomain, typedDomain } from '../../../../nodes/VapiSipTrunk/input/domain';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';

describe('a derived domain', () => {
  it.each([
    ['Support', /^support-[0-9a-f]{6}\.pstn\.twilio\.com$/],
    ['Café  Zürich / 2', /^cafe-zurich-2-[0-9a-f]{6}\./],
    ['电话', /^trunk-[0-9a-f]{6}\./],
    [`${'a'.repeat(39)} b`, /^a{39}-[0-9a-f]{6}\./],
  ])('of "%s" is a valid one', (name, form) => {
    const domain = derivedDomain(name, ACCOUNT);
    expect(domain).toMatch(form);
    expect(typedDomain(domain)).toBe(domain);
  });

  it('is the same in each run', () => {
    // Changed, it would make a second trunk beside the first.
    expect(derivedDomain('Support line', ACCOUNT)).toBe('support-line-6d26e4.pstn.twilio.com');
  });

  it('differs by account, and by names that look alike', () => {
    const all = [
      derivedDomain('Support', ACCOUNT),
      derivedDomain('Support', ACCOUNT.replace('0', '1')),
      derivedDomain('support', ACCOUNT),
    ];
    expect(new Set(all).size).toBe(3);
  });
});

it.each([
  ['acme', 'acme.pstn.twilio.com'],
  ['Acme-1.pstn.twilio.com', 'acme-1.pstn.twilio.com'],
  ['a', 'a.pstn.twilio.com'],
  ['-acme', undefined],
  ['acme-', undefined],
  ['acme.sip.twilio.com', undefined],
  ['a b', undefined],
  ['.pstn.twilio.com', undefined],
  ['x'.repeat(64), undefined],
  ['zürich', undefined],
])('reads "%s" as %s', (typed, domain) => {
  expect(typedDomain(typed)).toBe(domain);
});
