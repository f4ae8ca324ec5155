import { finding } from '../../../../nodes/VapiSipTrunk/findings/finding';
import { checkOutput } from '../../../../nodes/VapiSipTrunk/output/checkOutput';
import { spec } from './spec';

const error = finding('SIP_NUMBER_ELSEWHERE_IN_VAPI', 'n-1');
const warning = finding('SIP_NUMBER_UNANSWERED', '+1');
const note = { ...warning, severity: 'info' as const };

it.each([
  [[], true, 'Everything fits.'],
  [[note], true, 'Everything fits.'],
  [[warning], false, 'Something does not fit: 1 warning.'],
  [[note, warning, error, error], false, 'Something does not fit: 2 errors, 1 warning.'],
])('of %j is all right: %s', (findings, ok, summary) => {
  expect(checkOutput(spec, findings)).toMatchObject({ ok, summary, carrier: 'twilio', sipRegion: 'eu' });
});

it('counts, and has the worst first', () => {
  const output = checkOutput(spec, [note, warning, error]);
  expect(output).toMatchObject({ errors: 1, warnings: 1 });
  expect(output.findings).toMatchObject([
    { severity: 'error' },
    { severity: 'warning' },
    { severity: 'info' },
  ]);
});
