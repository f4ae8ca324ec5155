import { liveStage } from './support';

describe.each(['mute', 'unmute'])('%s', (operation) => {
  const { sent, run, stage } = liveStage(operation);

  it.each([
    [{}, 'assistant'],
    [{ who: 'assistant' }, 'assistant'],
    [{ who: 'customer' }, 'customer'],
  ])('%j', async (parameters, who) => {
    expect(await sent(parameters)).toEqual({ type: 'control', control: `${operation}-${who}` });
  });

  it('refuses whom Vapi does not know', async () => {
    const { error } = await run({ who: '={{ "caller" }}' });
    expect(error?.message).toBe('Who is "caller", but has to be one of assistant, customer');
    expect(stage.vapi.requests).toEqual([]);
  });
});
