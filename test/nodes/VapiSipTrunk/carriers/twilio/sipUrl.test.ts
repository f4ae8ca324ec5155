import { parseSipUrl, withoutUser } from '../../../../../nodes/VapiSipTrunk/carriers/twilio/sipUrl';

it.each([
  ['sip:+14155550123@c1.sip.vapi.ai', { scheme: 'sip', user: '+14155550123', host: 'c1.sip.vapi.ai' }],
  ['sip:C1.SIP.vapi.ai', { scheme: 'sip', host: 'c1.sip.vapi.ai' }],
  ['sip:c1.sip.vapi.ai:5061;transport=TLS', { scheme: 'sip', host: 'c1.sip.vapi.ai', transport: 'tls' }],
  [
    'sips:a:secret@h.example;lr;transport=tcp',
    { scheme: 'sips', user: 'a', host: 'h.example', transport: 'tcp' },
  ],
  ['sip:h.example;edge=dublin', { scheme: 'sip', host: 'h.example' }],
  [' sip:h.example ', { scheme: 'sip', host: 'h.example' }],
])('reads %s', (text, parts) => {
  expect(parseSipUrl(text)).toEqual(parts);
});

it.each(['', 'tel:+14155550123', 'https://example.com', 'sip:', 'sip:a@'])('refuses "%s"', (text) => {
  expect(parseSipUrl(text)).toBeUndefined();
});

it('leaves the user part out and keeps the rest', () => {
  expect(withoutUser('sip:+1@h.example:5061;transport=tls')).toBe('sip:h.example:5061;transport=tls');
  expect(withoutUser('sip:h.example')).toBe('sip:h.example');
});
