import { XMLValidator } from 'fast-xml-parser';
import { sippScenario } from './sippScenario';

const uri = 'sip:+15550100100@c1.sip.vapi.ai;transport=tcp';

/** The steps of a scenario: first word of what is sent, status of what is received. */
function stepsOf(xml: string): string[] {
  expect(XMLValidator.validate(xml)).toBe(true);
  const steps = xml.matchAll(
    /<send[^>]*><!\[CDATA\[\s*(\w+) [^]*?\]\]><\/send>|<recv response="(\d+)"[^>]*\/>/g,
  );
  return [...steps].map(([, sent, received]) => sent ?? received ?? '');
}

describe('sippScenario', () => {
  it('is a call that is taken', () => {
    const xml = sippScenario({ uri, expect: 200 });
    expect(stepsOf(xml)).toEqual(['INVITE', '100', '180', '200', 'ACK', 'BYE', '200']);
    expect(xml).toContain(`INVITE ${uri} SIP/2.0`);
    expect(xml).not.toContain('authentication');
  });

  it('is a call that is refused', () => {
    expect(stepsOf(sippScenario({ uri, expect: 401 }))).toEqual(['INVITE', '100', '401', 'ACK']);
  });

  it('is a call that is asked for a login', () => {
    const login = { username: 'vapi', password: 'Correct-Horse-9' };
    const xml = sippScenario({ uri, expect: 200, login });
    expect(stepsOf(xml)).toEqual([
      'INVITE',
      '407',
      'ACK',
      'INVITE',
      '100',
      '180',
      '200',
      'ACK',
      'BYE',
      '200',
    ]);
    expect(xml.match(/\[authentication username=vapi password=Correct-Horse-9\]/g)).toHaveLength(1);
    expect(xml.match(/^CSeq: \d+ \w+$/gm)).toEqual(
      ['1 INVITE', '1 ACK', '2 INVITE', '2 ACK', '3 BYE'].map((value) => `CSeq: ${value}`),
    );
  });

  it.each([
    [{ uri: 'sip:[service]@b', expect: 200 }, 'sip:[service]@b'],
    [{ uri: 'sip:a b@c', expect: 200 }, 'sip:a b@c'],
    [{ uri, expect: 200, login: { username: 'a', password: 'x]]>' } }, 'x]]>'],
  ])('refuses what sipp would read otherwise: %j', (scenario, value) => {
    expect(() => sippScenario(scenario)).toThrow(`"${value}" can't be put into a scenario of sipp.`);
  });
});
