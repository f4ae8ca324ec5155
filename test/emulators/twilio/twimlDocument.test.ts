import { parseTwiml, TwimlError } from './twimlDocument';
import { textOf } from './xml';

const names = (xml: string): string[] => parseTwiml(xml).verbs.map((verb) => verb.name);

describe('parseTwiml', () => {
  it('keeps verbs in order, also when they repeat', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment -->
      <Response><Say>a</Say><Pause/><Say>b</Say><Connect><Stream url="wss://x"/></Connect><Hangup/></Response>`;
    expect(names(xml)).toEqual(['Say', 'Pause', 'Say', 'Connect', 'Hangup']);
    expect(parseTwiml(xml).warnings).toEqual([]);
  });

  it('takes a document without any verb', () => {
    expect(parseTwiml('<Response/>')).toEqual({ verbs: [], warnings: [] });
    expect(parseTwiml('\uFEFF<Response></Response>').verbs).toEqual([]);
  });

  it('decodes entities once, in text and in attributes', () => {
    const [say] = parseTwiml(
      '<Response><Say voice="a&quot;b">1 &lt; 2 &amp;amp; caf&#233; &#x1F600; it&apos;s</Say></Response>',
    ).verbs;
    expect(say && textOf(say)).toBe("1 < 2 &amp; café 😀 it's");
    expect(say?.attributes).toEqual({ voice: 'a"b' });
  });

  it('takes a CDATA section as it is', () => {
    const [redirect] = parseTwiml('<Response><Redirect><![CDATA[/a?b=1&c=2]]></Redirect></Response>').verbs;
    expect(redirect && textOf(redirect)).toBe('/a?b=1&c=2');
  });

  it('reads the words within speech mark-up', () => {
    const [say] = parseTwiml(
      '<Response><Say>Hello <break time="1s"/><emphasis>dear</emphasis>\n caller</Say></Response>',
    ).verbs;
    expect(say && textOf(say)).toBe('Hello dear caller');
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /Not well-formed XML/],
    ['plain words', 'hello', /Not well-formed XML/],
    ['JSON', '{"twiml":1}', /Not well-formed XML/],
    ['an open element', '<Response><Say>x</Response>', /Not well-formed XML/],
    ['an attribute without quotes', '<Response><Pause length=1/></Response>', /Not well-formed XML/],
    ['another root', '<Vxml/>', /root element is <Vxml>/],
    ['a root in another case', '<response/>', /root element is <response>/],
    ['two roots', '<Response/><Response/>', /2 root elements/],
    ['a bare ampersand', '<Response><Say>a & b</Say></Response>', /Not well-formed XML/],
    ['an address with a bare ampersand', '<Response><Redirect>/a?b=1&c=2</Redirect></Response>', /XML|"&"/],
    ['a bare ampersand in an attribute', '<Response><Say voice="a & b"/></Response>', /bare "&"/],
    ['an unknown entity', '<Response><Say>&eacute;</Say></Response>', /Unknown entity &eacute;/],
    ['a character beyond Unicode', '<Response><Say>&#x110000;</Say></Response>', /Bad character/],
    ['space before the declaration', '\n<?xml version="1.0"?><Response/>', /white space before/],
    ['a document type', '<!DOCTYPE Response [<!ENTITY a "b">]><Response/>', /document type/],
  ])('refuses %s', (_, xml, reason) => {
    expect(() => parseTwiml(xml)).toThrow(TwimlError);
    expect(() => parseTwiml(xml)).toThrow(reason);
  });

  it.each<[string, string, string, string[]]>([
    [
      'an unknown verb',
      '<Speak>x</Speak><Hangup/>',
      "starting with element 'Speak' in 'Response'",
      ['Hangup'],
    ],
    ['a verb in the wrong case', '<say>x</say>', "element 'say' in 'Response'", []],
    [
      'an unknown attribute',
      '<Say volume="11">x</Say>',
      "'volume' is not allowed to appear in element 'Say'",
      ['Say'],
    ],
    ['a noun in the wrong place', '<Parameter name="a" value="b"/>', "element 'Parameter' in 'Response'", []],
    [
      'a foreign element in Connect',
      '<Connect><Say>x</Say></Connect>',
      "element 'Say' in 'Connect'",
      ['Connect'],
    ],
  ])('warns of %s as 12200 does', (_, body, warning, verbs) => {
    const document = parseTwiml(`<Response>${body}</Response>`);
    expect(document.warnings).toEqual([expect.stringContaining(warning)]);
    expect(document.verbs.map((verb) => verb.name)).toEqual(verbs);
  });

  it('warns of attributes of Response', () => {
    expect(parseTwiml('<Response version="1"/>').warnings).toEqual([
      "Attribute 'version' is not allowed to appear in element 'Response'.",
    ]);
  });

  it('lets a parameter have 499 characters and leaves a longer or incomplete one out', () => {
    const withParameter = (attributes: string): ReturnType<typeof parseTwiml> =>
      parseTwiml(
        `<Response><Connect><Stream url="wss://x"><Parameter ${attributes}/></Stream></Connect></Response>`,
      );
    const fits = withParameter(`name="ticket" value="${'x'.repeat(493)}"`);
    expect(fits.warnings).toEqual([]);
    expect(JSON.stringify(fits.verbs)).toContain('"ticket"');
    const long = withParameter(`name="ticket" value="${'x'.repeat(494)}"`);
    expect(long.warnings).toEqual([expect.stringContaining("Parameter 'ticket' has 500 characters")]);
    expect(JSON.stringify(long.verbs)).not.toContain('"ticket"');
    expect(withParameter('name="ticket"').warnings).toEqual([
      "Attribute 'value' must appear on element 'Parameter'.",
    ]);
  });

  it('says so when valid TwiML is beyond the emulator', () => {
    expect(() => parseTwiml('<Response><Gather/></Response>')).toThrow(
      /does not play <Gather> in <Response>/,
    );
    expect(() => parseTwiml('<Response><Connect><ConversationRelay/></Connect></Response>')).toThrow(
      /does not play <ConversationRelay> in <Connect>/,
    );
  });
});
