import { readFileSync } from 'node:fs';
import { contractFile } from '../../../support/repo';
import { describeWith } from '../../../support/needs';
import { NUMBER, NUMBER_SID, picked, startTwilioStage, type TwilioStage } from '../../../support/twilioStage';
import { VapiSipTrunk } from '../../../../nodes/VapiSipTrunk/VapiSipTrunk.node';
import { VapiTwilioTrigger } from '../../../../nodes/VapiTwilioTrigger/VapiTwilioTrigger.node';
import { pickerContext } from '../../../support/engine';

let stage: TwilioStage;

beforeEach(async () => {
  stage = await startTwilioStage({ registerVoiceUrl: true, twilioNumber: picked(NUMBER) });
});

afterEach(() => stage.close());

describe('the picker of Twilio numbers', () => {
  const search = (filter?: string): Promise<unknown> => {
    const context = pickerContext({ name: 'Call', type: 'vapiTwilioTrigger' }, stage.credentials);
    return new VapiTwilioTrigger().methods.listSearch.searchTwilioNumbers.call(context, filter);
  };

  beforeEach(() => {
    const sid = `PN${'8'.repeat(32)}`;
    stage.twilio.numbers.push({ number: '+442079460000', sid, voiceUrl: '', friendlyName: 'London' });
  });

  it('shows number and name, and gives the SID', async () => {
    expect(await search()).toEqual({
      results: [
        { name: NUMBER, value: NUMBER_SID },
        { name: '+442079460000 · London', value: `PN${'8'.repeat(32)}` },
      ],
    });
  });

  it.each([
    ['lond', 1],
    ['+1415', 1],
    ['paris', 0],
  ])('finds %j', async (filter, count) => {
    expect(await search(filter)).toMatchObject({ results: { length: count } });
  });

  it('gives the numbers themselves where several are chosen', async () => {
    const context = pickerContext({ name: 'Trunk', type: 'vapiSipTrunk' }, stage.credentials);
    expect(await new VapiSipTrunk().methods.loadOptions.getTwilioNumbers.call(context)).toEqual([
      { name: NUMBER, value: NUMBER },
      { name: '+442079460000 · London', value: '+442079460000' },
    ]);
  });
});

const contract = contractFile('twilio_api_v2010.json');

describeWith(
  contract !== undefined,
  'Twilio’s OpenAPI',
  'what is exchanged with Twilio about a number',
  () => {
    interface Schema {
      properties: Record<string, unknown>;
    }
    const RESOURCE = '/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json';
    const read = (): {
      components: { schemas: Record<string, Schema> };
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: Schema }> } } }>;
    } => JSON.parse(readFileSync(contract ?? '', 'utf8'));

    it('has fields that Twilio knows, in both directions', async () => {
      const { components, paths } = read();
      await stage.n8n.activate();
      const [update] = stage.twilio.requests.filter(({ method }) => method === 'POST');
      const form = paths[RESOURCE]?.post.requestBody.content['application/x-www-form-urlencoded']?.schema;
      expect(Object.keys(form?.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(update?.form ?? {})),
      );
      expect(Object.keys(update?.form ?? {})).toHaveLength(3);

      const login = Buffer.from(`AC${'1'.repeat(32)}:token-of-the-account`).toString('base64');
      const path = `/2010-04-01/Accounts/AC${'1'.repeat(32)}/IncomingPhoneNumbers/${NUMBER_SID}.json`;
      const shown = await fetch(stage.twilio.url + path, { headers: { Authorization: `Basic ${login}` } });
      const known = components.schemas['api.v2010.account.incoming_phone_number']?.properties ?? {};
      expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys((await shown.json()) as object)));
    });
  },
);
