import { NodeOperationError } from 'n8n-workflow';
import { apply } from '../../../../../nodes/VapiSipTrunk/plan/apply';
import { trunkSpec } from './specs';
import { account, accountNumber, planned } from './stage';
import { NODE } from './tinyWorld';

describe('a purchase whose answer is lost', () => {
  const buy = { country: 'US', areaCode: '', contains: '' };
  const spec = trunkSpec({ numbers: [], twilio: { buy } });
  const RIVALS = '+15125550111';

  /** Another run buys a number of its own first, and the answer to this one's purchase doesn't come. */
  async function lost(isDone: boolean) {
    const world = account();
    const tools = { ...world.tools };
    tools.writer = {
      send: async (request) => {
        if (request.path !== '/IncomingPhoneNumbers.json') return await world.send(request);
        world.seed('twilio', '/IncomingPhoneNumbers', {
          ...{ ...accountNumber(RIVALS), friendly_name: 'Support · Vapi' },
        });
        if (isDone) await world.send(request);
        const error = new NodeOperationError(NODE, 'Timed out.');
        return { ok: false, error, mayBeDone: true, gone: false };
      },
    };
    const report = await apply(await planned(world, spec), tools, 'rollBack');
    const buying = report.steps.find(({ action }) => action === 'buy');
    const sidOf = (e164: string): unknown =>
      world.rows('twilio', '/IncomingPhoneNumbers').find(({ phone_number }) => phone_number === e164)?.sid;
    return { world, report, buying, sidOf };
  }

  it.each([true, false])(
    'is not settled by the number of another run; it was carried out: %s',
    async (isDone) => {
      const { world, report, buying, sidOf } = await lost(isDone);
      expect(report.failure).toMatchObject({ anotherRun: true });
      expect(buying).toMatchObject({ status: 'failed', id: isDone ? sidOf('+15125550199') : undefined });
      expect(world.rows('vapi', '/phone-number')).toEqual([]);
    },
  );
});
