import type { INodeParameters } from 'n8n-workflow';
import { twilioSignature, type TwilioEmulator, type TwilioNumber } from '../../emulators/twilio';
import { startTriggerServer, type TriggerServer } from '../../support/engineTwilio';
import {
  NUMBER,
  NUMBER_SID,
  picked,
  startTwilioStage,
  TOKEN,
  VOICE_URL,
  type TwilioStage,
} from '../../support/twilioStage';

// Twilio's failures are waited out for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const BEFORE = 'https://old.example/voice?key=a%20b#rc=2';
const APP = `AP${'4'.repeat(32)}`;
const TRUNK = `TK${'5'.repeat(32)}`;

let stage: TwilioStage;
let n8n: TriggerServer;
let twilio: TwilioEmulator;
let number: TwilioNumber;

beforeEach(async () => {
  stage = await startTwilioStage({ registerVoiceUrl: true, twilioNumber: picked(NUMBER) });
  ({ n8n, twilio } = stage);
  number = twilio.numbers[0] as TwilioNumber;
  number.voiceUrl = BEFORE;
});

afterEach(() => stage.close());

const updates = (): number =>
  twilio.requests.filter(({ method, status }) => method === 'POST' && status === 200).length;
/** What decides about the number's calls. */
const route = (): object => {
  const { voiceUrl, voiceMethod = 'POST', voiceApplicationSid = '', trunkSid = '' } = number;
  return { voiceUrl, voiceMethod, voiceApplicationSid, trunkSid };
};
const isOurs = (address = VOICE_URL): boolean => number.voiceUrl.startsWith(`${address}?`);

describe('publishing the workflow', () => {
  it('points the number at it, and unpublishing restores exactly what was there', async () => {
    const before = route();
    await n8n.activate();
    expect(isOurs()).toBe(true);
    await n8n.deactivate();
    expect(route()).toEqual(before);
  });

  it.each<[string, Partial<TwilioNumber>]>([
    ['a URL asked by GET', { voiceMethod: 'GET' }],
    ['a TwiML app', { voiceApplicationSid: APP }],
    ['nothing', { voiceUrl: '' }],
  ])('restores %s', async (_, settings) => {
    Object.assign(number, settings);
    const before = route();
    await n8n.activate();
    expect(route()).toMatchObject({ voiceMethod: 'POST', voiceApplicationSid: '' });
    expect(isOurs()).toBe(true);
    await n8n.deactivate();
    expect(route()).toEqual(before);
  });

  it('lets Twilio reach it: the address that is set is the one that is signed', async () => {
    await n8n.activate();
    const answer = await stage.ring({ url: number.voiceUrl });
    expect(answer.body).toContain('/transport');
    expect(twilioSignature(TOKEN, number.voiceUrl)).not.toBe(twilioSignature(TOKEN, VOICE_URL));
    expect(JSON.stringify(n8n.executions[0]?.json)).not.toContain('old.example');
  });

  it('finds the number by its SID, and logs in with an API key', async () => {
    n8n.parameters.twilioNumber = picked(NUMBER_SID);
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, {
      ...{ login: 'apiKey', apiKeySid: `SK${'3'.repeat(32)}`, apiKeySecret: 'secret-of-the-key' },
    });
    await n8n.activate();
    expect(isOurs()).toBe(true);
  });

  it('does nothing if not asked to', async () => {
    n8n.parameters.registerVoiceUrl = false;
    await n8n.activate();
    await n8n.deactivate();
    expect(twilio.requests).toEqual([]);
  });
});

describe('n8n that starts again, or publishes again', () => {
  it('changes nothing that is right', async () => {
    await n8n.activate();
    const set = number.voiceUrl;
    await n8n.activate();
    expect([number.voiceUrl, updates()]).toEqual([set, 1]);
  });

  it('restores what was there although static data was never saved', async () => {
    await n8n.activate();
    delete n8n.staticData.twilioNumberSid;
    await n8n.activate();
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(BEFORE);
  });

  it('restores what was there after the path has changed', async () => {
    await n8n.activate();
    n8n.parameters.path = 'other';
    await n8n.activate();
    expect(isOurs('https://n8n.test/webhook/other')).toBe(true);
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(BEFORE);
  });

  it.each(['https://n8n.test/webhook/other', undefined])(
    'keeps answering callers at a start while Twilio fails (path changed to %s)',
    async (changed) => {
      await n8n.activate();
      const set = number.voiceUrl;
      if (changed !== undefined) n8n.parameters.path = 'other';
      // The first request of a start reads, the third attempt is the last.
      twilio.restFaults.push(...(changed === undefined ? [] : [undefined]), 500, 500, 500);
      await n8n.activate('start');
      expect(number.voiceUrl).toBe(set);
      expect(n8n.log.join()).toMatch(/"Incoming call" goes on with the voice URL.*HTTP 500/);
      await n8n.activate('start');
      expect(isOurs(changed)).toBe(true);
    },
  );

  it('keeps answering callers at a start with a field that a newer version finds fault with', async () => {
    n8n.parameters.fallbackNumber = '0151 2345';
    await n8n.activate('start');
    expect(isOurs()).toBe(true);
  });

  it('says at a start what is wrong if the number was never set', async () => {
    twilio.restFaults.push(500, 500, 500);
    await expect(n8n.activate('start')).rejects.toThrow(/HTTP 500/);
  });

  it('gives the number back although the box was unticked since then', async () => {
    await n8n.activate();
    n8n.parameters.registerVoiceUrl = false;
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(BEFORE);
  });

  it('gives the former number back when another was chosen', async () => {
    const other: TwilioNumber = { number: '+14155550143', sid: `PN${'6'.repeat(32)}`, voiceUrl: '' };
    twilio.numbers.push(other);
    await n8n.activate();
    n8n.parameters.twilioNumber = picked(other.number);
    await n8n.activate();
    expect(number.voiceUrl).toBe(BEFORE);
    expect(other.voiceUrl).toContain(VOICE_URL);
    await n8n.deactivate();
    expect(other.voiceUrl).toBe('');
  });
});

describe('what others have done meanwhile', () => {
  it('stays: another voice URL', async () => {
    await n8n.activate();
    number.voiceUrl = 'https://new.example/voice';
    await n8n.deactivate();
    expect(number.voiceUrl).toBe('https://new.example/voice');
  });

  it('stays: a TwiML app, a trunk', async () => {
    number.voiceApplicationSid = APP;
    await n8n.activate();
    number.trunkSid = TRUNK;
    await n8n.deactivate();
    expect(route()).toEqual({
      voiceUrl: BEFORE,
      voiceMethod: 'POST',
      voiceApplicationSid: '',
      trunkSid: TRUNK,
    });
  });

  it('is no obstacle: the number is gone', async () => {
    await n8n.activate();
    twilio.numbers.splice(0);
    await expect(n8n.deactivate()).resolves.toBeUndefined();
    expect(n8n.staticData).toEqual({});
  });

  it('is a number of another workflow: neither takes it from the other', async () => {
    await n8n.activate();
    const set = number.voiceUrl;
    const rival = await startTriggerServer({
      parameters: { ...n8n.parameters, path: 'rival' },
      ...{ credentials: stage.credentials, workflowId: 'w2' },
    });
    await expect(rival.activate()).rejects.toThrow(
      /another Vapi Twilio Trigger, at https:\/\/n8n\.test\/webhook\/calls/,
    );
    await rival.deactivate();
    expect(number.voiceUrl).toBe(set);
    await rival.close();
  });
});

describe('testing in the editor', () => {
  it('leaves the number alone', async () => {
    await n8n.activate('test');
    await n8n.deactivate('test');
    expect(updates()).toBe(0);
  });

  describe('with real callers, if asked to', () => {
    beforeEach(() => {
      n8n.parameters.registerTestUrl = true;
    });
    const TEST_URL = 'https://n8n.test/webhook-test/calls';

    it('takes the number for that time', async () => {
      await n8n.activate('test');
      expect(isOurs(TEST_URL)).toBe(true);
      await n8n.deactivate('test');
      expect(number.voiceUrl).toBe(BEFORE);
    });

    it('goes back to the production URL', async () => {
      await n8n.activate();
      const set = number.voiceUrl;
      await n8n.activate('test');
      await n8n.activate('test');
      expect(isOurs(TEST_URL)).toBe(true);
      await n8n.deactivate('test');
      expect(number.voiceUrl).toBe(set);
      await n8n.deactivate();
      expect(number.voiceUrl).toBe(BEFORE);
    });

    it('goes back to what was before, when production ends meanwhile', async () => {
      await n8n.activate();
      await n8n.activate('test');
      await n8n.deactivate();
      expect(isOurs(TEST_URL)).toBe(true);
      await n8n.deactivate('test');
      expect(number.voiceUrl).toBe(BEFORE);
    });

    it('leaves nothing behind for production, should it never be undone', async () => {
      await n8n.activate('test');
      await n8n.activate();
      expect(isOurs()).toBe(true);
      await n8n.deactivate();
      expect(number.voiceUrl).toBe(BEFORE);
    });
  });
});

describe('what cannot work is refused, with the reason', () => {
  it.each<[string, INodeParameters, RegExp]>([
    ['no number chosen', { twilioNumber: picked('') }, /Twilio Number is missing/],
    ['a number of somebody else', { twilioNumber: picked('+14155550177') }, /no number "\+14155550177"/],
    ['a SID of nobody', { twilioNumber: picked(`PN${'9'.repeat(32)}`) }, /no number "PN9/],
    ['something that is no number', { twilioNumber: picked('reception') }, /"reception" is not in E\.164/],
    ['a fallback number that is none', { fallbackNumber: '0151 2345' }, /"0151 2345" is not in E\.164/],
    ['no assistant', { assistantId: picked('') }, /Assistant is missing/],
    [
      'the name of an assistant',
      { assistantId: picked('Front desk') },
      /"Front desk" is no ID of an assistant/,
    ],
    [
      'the name of an assistant in a rule',
      { rules: { rule: [{ values: '+49', assistantId: 'Empfang' }] } },
      /"Empfang" is no ID of an assistant/,
    ],
    ['overrides that are no JSON', { options: { assistantOverrides: '{' } }, /Overrides.*not a JSON object/],
    [
      'a variable that is none',
      { variables: { variable: [{ name: 'no name', value: 'x' }] } },
      /"no name" is no name for a variable/,
    ],
  ])('%s', async (_, parameters, message) => {
    n8n.parameters = { ...n8n.parameters, ...parameters };
    await expect(n8n.activate()).rejects.toThrow(message);
    expect(number.voiceUrl).toBe(BEFORE);
  });

  it('expressions are not judged before there is a call', async () => {
    n8n.parameters = {
      ...n8n.parameters,
      fallbackNumber: '={{ $json.body.To }}',
      assistantId: picked('={{ $json.body.From }}'),
      options: { assistantOverrides: '={{ $json.body.To }}' },
      rules: { rule: [{ values: '+49', assistantId: '={{ $json.body.To }}' }] },
      variables: { variable: [{ name: '={{ $json.body.From }}', value: 'x' }] },
    };
    await n8n.activate();
    expect(isOurs()).toBe(true);
  });

  it('a number on a SIP trunk, which ignores its voice URL', async () => {
    number.trunkSid = TRUNK;
    await expect(n8n.activate()).rejects.toThrow(new RegExp(`SIP trunk ${TRUNK}.*ignores its voice URL`));
  });

  it.each([
    ['http://n8n.example', /does not begin with https/],
    ['https://localhost:5678', /local network/],
    ['https://192.168.0.7', /not a public address/],
  ])('%s, and WEBHOOK_URL is named', async (publicUrl, message) => {
    const local = await startTriggerServer({
      parameters: n8n.parameters,
      credentials: stage.credentials,
      publicUrl,
    });
    const failure = await local
      .activate()
      .catch((error: unknown) => error as Error & { description: string });
    expect(failure).toMatchObject({ message: expect.stringMatching(message) });
    expect(failure).toMatchObject({ description: expect.stringContaining('WEBHOOK_URL') });
    expect(number.voiceUrl).toBe(BEFORE);
    await local.close();
  });

  it.each([true, false])('no token, although an API key logs in (voice URL set: %s)', async (isSet) => {
    n8n.parameters.registerVoiceUrl = isSet;
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, {
      ...{
        login: 'apiKey',
        authToken: '',
        apiKeySid: `SK${'3'.repeat(32)}`,
        apiKeySecret: 'secret-of-the-key',
      },
    });
    await expect(n8n.activate()).rejects.toThrow(
      /"Incoming call" cannot tell Twilio's requests.*no auth token/,
    );
    expect(number.voiceUrl).toBe(BEFORE);
  });

  it('a wrong token', async () => {
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, { authToken: 'wrong' });
    await expect(n8n.activate()).rejects.toThrow(
      /Twilio refused the login: Authenticate \(HTTP 401, Twilio error 20003\)\. Check account SID/,
    );
  });

  it('a Twilio that cannot be reached', async () => {
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, { baseUrl: 'http://127.0.0.1:1' });
    await expect(n8n.activate()).rejects.toThrow(/Twilio could not be reached/);
  });

  it('a base URL that is none', async () => {
    Object.assign(stage.credentials.vapiTwilioApi ?? {}, { baseUrl: 'twilio' });
    await expect(n8n.activate()).rejects.toThrow(/base URL "twilio"/);
  });
});

describe('when Twilio fails', () => {
  const fine = (count: number): undefined[] => new Array<undefined>(count).fill(undefined);
  const forGood = new Array<number>(100).fill(500);

  it('it is asked again', async () => {
    twilio.restFaults.push(503, 429);
    await n8n.activate();
    expect(isOurs()).toBe(true);
  });

  it('its message is shown', async () => {
    twilio.restFaults.push(...forGood);
    await expect(n8n.activate()).rejects.toThrow(
      'Twilio failed: The request failed on purpose (HTTP 500, Twilio error 20500)',
    );
  });

  it('unpublishing says so in the log, and leaves the rest to n8n', async () => {
    await n8n.activate();
    const set = number.voiceUrl;
    twilio.restFaults.push(...forGood);
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(set);
    expect(n8n.log.join()).toMatch(/could not restore the voice URL at Twilio.*HTTP 500.*to try again/);
    twilio.restFaults.length = 0;
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(BEFORE);
  });

  // Publishing asks three times, unpublishing twice.
  it.each([0, 1, 2, 3, 4])('for good after %i requests, the next attempt gets it right', async (count) => {
    twilio.restFaults.push(...fine(count), ...forGood);
    await n8n.activate().catch(() => undefined);
    await n8n.deactivate();
    // n8n keeps static data only of what has succeeded.
    if (count < 3) delete n8n.staticData.twilioNumberSid;
    twilio.restFaults.length = 0;
    await n8n.activate();
    expect(isOurs()).toBe(true);
    await n8n.deactivate();
    expect(number.voiceUrl).toBe(BEFORE);
  });
});
