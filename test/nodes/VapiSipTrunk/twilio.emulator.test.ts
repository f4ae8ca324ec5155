import type { INodeParameters } from 'n8n-workflow';
import type { RestFault } from '../../emulators/twilio';
import { asArray, asObject, type JsonObject } from '../../../nodes/shared/protocol/json';
import type { EngineRun } from '../../support/engine';
import {
  ASSISTANT_ID,
  DOMAIN,
  NUMBER,
  SECOND_NUMBER,
  startSipTrunkStage,
  type SipTrunkStage,
} from '../../support/sipTrunkStage';

// Between a new object and the look after it, and before a repetition, nobody waits.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: () => Promise.resolve(),
}));

const ASSISTANT = {
  answeredBy: 'assistant',
  assistantId: { __rl: true, mode: 'id', value: ASSISTANT_ID },
};
const FOUND: INodeParameters = {
  ...{ carrier: 'twilio', trunkName: 'Support line' },
  options: { sipRegion: 'us', terminationDomain: DOMAIN },
};
const WANTED: INodeParameters = {
  ...{ ...FOUND, ...ASSISTANT, phoneNumbers: [NUMBER], numberFormat: 'carrier' },
  ...{ edges: ['ashburn'], access: 'both', transport: 'udp' },
};

let stage: SipTrunkStage;

beforeEach(async () => {
  stage = await startSipTrunkStage();
});

afterEach(async () => {
  await stage.close();
  expect(stage.twilio.contractProblems).toEqual([]);
});

function json(run: EngineRun): JsonObject {
  const { message, description } = run.error ?? {};
  expect([message, description]).toEqual([undefined, undefined]);
  return asObject(run.output('SIP trunk')[0]);
}

const run = async (operation: string, parameters: INodeParameters): Promise<JsonObject> =>
  json(await stage.run(operation, parameters));

const provision = (onFailure: 'rollBack' | 'keep' = 'rollBack') =>
  stage.run('provision', { ...WANTED, onFailure });

describe('the node and both services', () => {
  it('set a trunk up, check it, change it and take it down, and a preview changes nothing', async () => {
    const nothing = stage.state();
    const { wouldChange } = await run('preview', WANTED);
    expect(stage.writes()).toEqual([]);
    expect(json(await provision())).toMatchObject({ status: 'done', changed: wouldChange });
    expect(stage.writes()).toHaveLength(Number(wouldChange));
    expect(json(await provision())).toMatchObject({ status: 'unchanged', changed: 0 });
    expect(stage.writes()).toHaveLength(Number(wouldChange));

    // The voice URL of before is still at the number: worth a note, and nothing to mend.
    const checked = await run('check', WANTED);
    expect(checked).toMatchObject({ ok: true, errors: 0, warnings: 0 });
    expect(asArray(checked.findings).map((entry) => asObject(entry).code)).toEqual([
      'SIP_TWILIO_VOICE_IGNORED',
    ]);

    const login = JSON.stringify(
      stage.vapi.storedAll('credential').map((one) => one.outboundAuthenticationPlan),
    );
    await run('update', { ...FOUND, change: 'rotateLogin' });
    await run('update', { ...FOUND, ...ASSISTANT, change: 'addNumbers', phoneNumbers: [SECOND_NUMBER] });
    await run('update', { ...FOUND, change: 'changeEdges', edges: ['ashburn', 'dublin'] });
    const [credential] = stage.vapi.storedAll('credential');
    expect(JSON.stringify([credential?.outboundAuthenticationPlan])).not.toBe(login);
    expect(asArray(credential?.gateways).map((gateway) => asObject(gateway).ip)).toEqual(
      expect.arrayContaining(['54.172.60.0', '54.171.127.192', DOMAIN]),
    );
    const { vapi, numbers } = stage.state();
    expect(asArray(asObject(vapi).credentials).map((one) => asObject(one).login)).toEqual(['works']);
    expect(asArray(numbers).map((one) => asObject(one).trunk)).toEqual([DOMAIN, DOMAIN]);

    const before = stage.writes();
    await run('remove', FOUND);
    expect(stage.writes()).toEqual(before);
    await run('remove', { ...FOUND, confirmRemoval: true });
    expect(stage.state()).toEqual(nothing);
  });
});

/** Requests of a set-up at Twilio, by method and the end of the path. */
const REQUESTS: Array<[string, RegExp]> = [
  ['the trunk', /\/Trunks$/],
  ['the IP access control list', /IpAccessControlLists\.json$/],
  ['an address', /IpAddresses\.json$/],
  ['the list on the trunk', /Trunks\/\w+\/IpAccessControlLists$/],
  ['the credential list', /CredentialLists\.json$/],
  ['the login', /Credentials\.json$/],
  ['the origination URL', /OriginationUrls$/],
  ['the number on the trunk', /PhoneNumbers$/],
];

describe('where the answer is lost', () => {
  let inOneGo: JsonObject | undefined;

  it.each<[string, string, RegExp, Partial<RestFault>]>(
    REQUESTS.flatMap(([title, path]) => [
      [title, 'HTTP 500', path, { status: 500 }],
      [title, 'a cut connection', path, { cut: true }],
    ]),
  )('%s is found all the same: %s', async (_, _how, path, fault) => {
    if (inOneGo === undefined) {
      json(await provision());
      inOneGo = stage.state();
      await stage.close();
      stage = await startSipTrunkStage();
    }
    stage.twilio.restFaults.push({ ...fault, method: 'POST', path, carriedOut: true });
    json(await provision());
    expect(stage.twilio.restFaults).toEqual([]);
    expect(stage.state()).toEqual(inOneGo);
  });

  it.each(['/credential', '/phone-number'])('%s in Vapi, too', async (path) => {
    stage.vapi.failNext({ method: 'POST', path, status: 502, carriedOut: true });
    json(await provision());
    expect(stage.state()).toEqual(inOneGo);
  });
});

describe('where a request is refused', () => {
  it.each(REQUESTS)('%s: everything goes back, and the next run gets there', async (_, path) => {
    const before = stage.state();
    stage.twilio.restFaults.push({ method: 'POST', path, status: 400, code: 20001, message: 'Not today' });
    const failed = await provision();
    expect(failed.error?.message).toContain('Not today');
    const { trunks, ...others } = stage.state();
    const { trunks: none, ...unchanged } = before;
    expect(others).toEqual(unchanged);
    // Twilio would reserve the domain of a trunk that is deleted: an empty one stays, and is said to.
    const [trunk] = asArray(trunks);
    if (trunk !== undefined) expect(failed.error?.description).toContain('Done, and kept: SIP trunk');
    expect(asArray(trunks).map((one) => asObject(one).urls)).toEqual(trunk === undefined ? none : [[]]);
    expect(json(await provision())).toMatchObject({ ok: true, status: 'done' });
  });

  it('nothing is changed where the account may not do it', async () => {
    stage.twilio.restFaults.push({ method: 'GET', path: '/Trunks', status: 401, code: 20003 });
    const failed = await provision();
    expect(failed.error).toBeDefined();
    expect(stage.writes()).toEqual([]);
  });
});
