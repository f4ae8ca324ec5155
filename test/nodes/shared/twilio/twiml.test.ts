import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { EMPTY_TWIML, escapeXml, spokenTwiml } from '../../../../nodes/shared/twilio/twiml';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

describe('spoken TwiML', () => {
  it.each<[string, Parameters<typeof spokenTwiml>[0], string]>([
    ['words', { say: ' Please call later. ' }, '<Say>Please call later.</Say>'],
    [
      'words and a human',
      { say: 'Hold on', dial: '+14155550199' },
      '<Say>Hold on</Say><Dial>+14155550199</Dial>',
    ],
    ['a human alone', { dial: '+14155550199' }, '<Dial>+14155550199</Dial>'],
    ['nothing', {}, '<Reject/>'],
    ['blank words', { say: ' \n ' }, '<Reject/>'],
    [
      'a voice and a language',
      { say: 'Hallo', voice: 'Polly.Vicki', language: 'de-DE' },
      '<Say voice="Polly.Vicki" language="de-DE">Hallo</Say>',
    ],
    ['empty settings', { say: 'Hi', voice: '', language: '' }, '<Say>Hi</Say>'],
    [
      'mark-up',
      { say: `<Dial>1</Dial> & "'`, voice: '"><x' },
      '<Say voice="&quot;&gt;&lt;x">&lt;Dial&gt;1&lt;/Dial&gt; &amp; &quot;&apos;</Say>',
    ],
  ])('of %s', (_, answer, inside) => {
    expect(spokenTwiml(answer)).toBe(`${HEAD}<Response>${inside}</Response>`);
  });

  it('says no more than Twilio takes', () => {
    expect(spokenTwiml({ say: 'x'.repeat(5_000) })).toBe(
      `${HEAD}<Response><Say>${'x'.repeat(4_096)}</Say></Response>`,
    );
  });

  it('is well-formed and says what was asked, whatever that is', () => {
    const parser = new XMLParser({ trimValues: false, parseTagValue: false });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const xml = spokenTwiml({ say: `a${text}z`, voice: text });
        expect(XMLValidator.validate(xml)).toBe(true);
        const { Response } = parser.parse(xml) as { Response: Record<string, unknown> };
        expect(Object.keys(Response)).toEqual(['Say']);
      }),
    );
  });
});

describe('text in XML', () => {
  it('keeps line breaks and all letters, and loses what XML cannot write', () => {
    expect(escapeXml('a\tb\nc\u0000\u0008\u001f\ufffe\ud800é😀')).toBe('a\tb\ncé😀');
  });
});

it('the empty document is TwiML, too', () => {
  expect(EMPTY_TWIML).toBe(`${HEAD}<Response/>`);
});
