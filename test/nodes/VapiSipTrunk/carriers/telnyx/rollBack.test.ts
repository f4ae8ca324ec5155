import { NodeOperationError } from 'n8n-workflow';
import { makeLogin } from '../../../../../nodes/VapiSipTrunk/input/login';
import type { Writer } from '../../../../../nodes/VapiSipTrunk/plan/writer';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { NODE } from '../../../../support/sipTrunk/directTools';
import { startTelnyxStage, type TelnyxStage } from '../../../../support/telnyxStage';
import { ONE, SCENARIOS, prepare, run } from './scenarios';

/** Provisioning, and adding to it; what is taken away by a removal is for nobody to put back. */
const TRIED = SCENARIOS.filter(({ name }) => /provision|add|addresses/.test(name));

/** A writer whose `step`-th request fails; `lost`: it was carried out, and nobody heard of it. */
function failingWriter(writer: Writer, step: number, lost: boolean): Writer {
  let count = -1;
  return {
    async send(request) {
      count += 1;
      if (count !== step) return await writer.send(request);
      if (lost) await writer.send(request);
      return { ok: false, mayBeDone: lost, gone: false, error: new NodeOperationError(NODE, 'on purpose') };
    },
  };
}

describe.each(TRIED)('$name', ({ before, plan, spec, numbers, steps }) => {
  const login = makeLogin;
  let stage: TelnyxStage;
  let first: JsonObject;
  beforeEach(async () => {
    stage = await startTelnyxStage(numbers ? { numbers } : {});
    if (before) await prepare(stage, before, login);
    first = stage.state();
  });
  afterEach(() => stage.close());

  const places = steps.map((title, step) => ({ title, step }));

  it.each(places)('refused at "$title", everything is as before', async ({ step }) => {
    const writer = failingWriter(stage.tools.writer, step, false);
    const { report } = await run(stage, spec, (world) => plan(world, login), writer, 'rollBack');
    expect(report.failure?.error.message).toBe('on purpose');
    expect(stage.state()).toEqual(first);
    const left = report.steps.filter(({ status }) => status === 'left');
    expect(left).toEqual([]);
  });

  it.each(places)('with the answer to "$title" lost, it is done or as before', async ({ step }) => {
    const writer = failingWriter(stage.tools.writer, step, true);
    const { report } = await run(stage, spec, (world) => plan(world, login), writer, 'rollBack');
    if (report.failure) {
      // The one that nobody heard of is not known to be done: a change of Vapi's side or of the login.
      expect(report.failure.title).toMatch(/^(Login of|SIP trunk credential|FQDN connection)/);
      const { report: next } = await run(stage, spec, (world) => plan(world, login));
      expect(next.failure).toBeUndefined();
    }
    expect(await rerun()).toEqual([]);
  });

  /** What a second run would still do. */
  async function rerun(): Promise<string[]> {
    const { plan: next } = await run(stage, spec, (world) => plan(world, login));
    return next.calls.map(({ title }) => title);
  }
});

it('says that a rotated login stays at Telnyx when Vapi refuses it, and provisioning heals it', async () => {
  const stage = await startTelnyxStage();
  try {
    const login = makeLogin;
    await prepare(stage, ONE, login);
    const rotate = SCENARIOS.find(({ name }) => name === 'rotate the login')!.plan;
    const writer = failingWriter(stage.tools.writer, 1, false);
    const { report } = await run(stage, ONE, (world) => rotate(world, login), writer, 'rollBack');
    expect(report.steps.find(({ step }) => step === 'telnyx.login')).toMatchObject({
      ...{ status: 'left', reason: expect.stringContaining('Telnyx keeps the new login') as string },
    });
    expect(stage.state()).toMatchObject({ connections: [{ login: 'is refused' }] });
    await prepare(stage, ONE, login);
    expect(stage.state()).toMatchObject({ connections: [{ login: 'works' }] });
  } finally {
    await stage.close();
  }
});
