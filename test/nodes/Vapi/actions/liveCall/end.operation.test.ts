import { liveStage } from './support';

const { sent } = liveStage('end');

it('hangs up', async () => {
  expect(await sent()).toEqual({ type: 'end-call' });
});
