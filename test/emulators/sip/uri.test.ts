import { parseSipUri } from './uri';

describe('parseSipUri', () => {
  it.each([
    [
      'sip:+15550100100@C1.sip.vapi.ai',
      { scheme: 'sip', user: '+15550100100', host: 'c1.sip.vapi.ai', transport: 'udp' },
    ],
    [
      'sip:c1.sip.vapi.ai;transport=tcp',
      { scheme: 'sip', user: '', host: 'c1.sip.vapi.ai', transport: 'tcp' },
    ],
    [
      'sip:15550100100@c1.sip.eu.vapi.ai:5061;transport=TLS',
      { scheme: 'sip', user: '15550100100', host: 'c1.sip.eu.vapi.ai', port: 5061, transport: 'tls' },
    ],
    ['sips:a@b.test?Subject=x', { scheme: 'sips', user: 'a', host: 'b.test', transport: 'tls' }],
    ['sip:%2B1555@b.test;lr', { scheme: 'sip', user: '+1555', host: 'b.test', transport: 'udp' }],
    [
      'sip:a:secret@127.0.0.1:5060',
      { scheme: 'sip', user: 'a', host: '127.0.0.1', port: 5060, transport: 'udp' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseSipUri(text)).toEqual(expected);
  });

  it.each([
    '',
    'tel:+15550100100',
    'sip:',
    'sip:a@',
    'sip:a@b:port',
    'sip:a@b;transport=pigeon',
    'sip:%zz@b',
  ])('takes %j for none', (text) => {
    expect(parseSipUri(text)).toBeUndefined();
  });
});
