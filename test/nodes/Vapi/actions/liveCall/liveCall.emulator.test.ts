import type { INodeParameters } from 'n8n-workflow';
import {
  API_KEY,
  Caller,
  PUBLIC_KEY,
  emulator,
  socketCall,
  stopAll,
} from '../../../../emulators/vapi/testSupport';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import { picked } from '../../../../support/engineOperation';

afterEach(stopAll);

/** A call in progress in the emulator, and the node that controls it. */
async function live(assistant: Record<string, unknown> = {}, publicKey = '') {
  const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
  const created = await socketCall(vapi, { assistant });
  (await Caller.join(created.url)).stream();
  const call = vapi.call(created.id);
  if (call === undefined) throw new Error('The emulator has lost the call.');
  const run = async (operation: string, parameters: INodeParameters = {}): Promise<EngineRun> =>
    await runWorkflow({
      nodes: [
        {
          name: 'Vapi',
          type: 'vapi',
          parameters: { resource: 'liveCall', operation, liveCall: picked(created.id), ...parameters },
        },
      ],
      start: [[{ json: {} }]],
      credentials: { vapiApi: { apiKey: API_KEY, publicKey, region: 'custom', baseUrl: vapi.url } },
    });
  return { vapi, call, run };
}

it('a call hears what is sent, ends, and is out of reach then', async () => {
  const { call, run } = await live({ firstMessage: 'Hello' });
  const sent: ReadonlyArray<readonly [string, INodeParameters]> = [
    ['sayFirstMessage', {}],
    ['mute', { who: 'customer' }],
    ['unmute', { who: 'customer' }],
    ['addMessage', { content: 'The payment has arrived.', triggerResponseEnabled: false }],
    ['sendTransportMessage', { transport: 'twilio', twiml: '<Response/>' }],
    ['say', { content: 'Goodbye' }],
    ['end', {}],
  ];
  for (const [operation, parameters] of sent) {
    const done = await run(operation, parameters);
    expect(done.error?.message).toBeUndefined();
    expect(done.output('Vapi')).toEqual([expect.objectContaining({ success: true, callId: call.id })]);
  }
  await call.done;
  expect(call.controls.map(({ type }) => type)).toEqual([
    ...['control', 'control', 'control', 'add-message', 'send-transport-message', 'say', 'end-call'],
  ]);
  expect((await run('end')).error?.message).toMatch(/^The call has ended: .+ \(.+\)$/);
});

it('a call goes to somebody else', async () => {
  const { call, run } = await live();
  expect((await run('transfer', { number: '+14155550142' })).error?.message).toBeUndefined();
  await call.done;
  expect(call.endedReason).toBe('assistant-forwarded-call');
});

it('a call that wants the public key gets it, and the private one never', async () => {
  const monitorPlan = { controlAuthenticationEnabled: true };
  const without = await live({ monitorPlan });
  expect((await without.run('end')).error?.message).toContain('with the public key only');
  const { vapi, call, run } = await live({ monitorPlan }, PUBLIC_KEY);
  expect((await run('end')).error?.message).toBeUndefined();
  await call.done;
  const keys = vapi.requests
    .filter(({ path }) => path.endsWith('/control'))
    .map(({ headers }) => headers.authorization);
  expect(keys).toEqual([undefined, `Bearer ${PUBLIC_KEY}`]);
});
