import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { picked } from '../support/engineOperation';
import { describeWith } from '../support/needs';
import { SIPP_NEEDED, sippAvailable } from '../support/sipp';
import { ASSISTANT_ID, NUMBER } from '../support/sipTrunkStage';
import { CallStage } from './callStage';

// Looking after what was made, and repeated requests, wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const NAMED: INodeParameters = { trunkName: 'Support line', options: { sipRegion: 'us' } };
const ASHBURN = '54.172.60.1';
const DUBLIN = '54.171.127.193';
/** In no carrier's network. */
const STRANGER = '198.51.100.7';

describeWith(sippAvailable(), SIPP_NEEDED, 'calls of a real SIP peer over a trunk of the node', () => {
  let stage: CallStage;

  beforeEach(async () => {
    stage = await CallStage.start();
  });
  afterEach(async () => {
    await stage.close();
  });

  /** Runs the node in n8n's engine. */
  async function run(operation: string, parameters: INodeParameters): Promise<IDataObject> {
    const result = await stage.services.run(operation, parameters);
    expect(result.error?.message).toBeUndefined();
    return result.output('SIP trunk')[0] ?? {};
  }

  it('follow it from the set-up over a change of edges to the removal', async () => {
    const { sipUris } = await run('provision', {
      ...NAMED,
      ...{ phoneNumbers: [NUMBER], answeredBy: 'assistant', assistantId: picked(ASSISTANT_ID) },
      edges: ['ashburn'],
    });
    const [uri = ''] = sipUris as string[];
    // What the node tells the builder is what Twilio calls.
    expect(uri).toBe(stage.dialled(NUMBER));
    await stage.call(uri, ASHBURN, 200);
    await stage.call(uri, DUBLIN, 401);
    await stage.call(uri, STRANGER, 401);

    await run('update', { ...NAMED, change: 'changeEdges', edges: ['dublin'] });
    await stage.call(uri, ASHBURN, 401);
    await stage.call(uri, DUBLIN, 200);

    await run('remove', NAMED);
    await stage.call(uri, DUBLIN, 200);
    await run('remove', { ...NAMED, confirmRemoval: true });
    await stage.call(uri, DUBLIN, 404);
  });
});
