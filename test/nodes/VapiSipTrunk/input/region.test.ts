import { regionOf } from '../../../../nodes/VapiSipTrunk/input/region';

it.each([
  ['credential', 'us', 'us'],
  ['credential', 'eu', 'eu'],
  ['', 'eu', 'eu'],
  ['eu', 'eu', 'eu'],
  ['eu', 'custom', 'eu'],
] as const)('takes "%s" with a credential of %s for %s', (chosen, credential, region) => {
  expect(regionOf(chosen, credential)).toEqual({ region });
});

it.each([
  ['credential', 'custom', /base URL of its own/],
  ['eu', 'us', /SIP Region is EU, but the key of the Vapi credential belongs to US/],
  ['us', 'eu', /SIP Region is US, but the key of the Vapi credential belongs to EU/],
  ['ap', 'us', /"ap" is unknown/],
  ['toString', 'us', /"toString" is unknown/],
] as const)('does not know "%s" with a credential of %s', (chosen, credential, problem) => {
  expect(regionOf(chosen, credential)).toEqual({ problem: expect.stringMatching(problem) });
});
