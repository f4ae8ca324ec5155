import { liveStage } from './support';

const { sent } = liveStage('sayFirstMessage');

it('begins the conversation', async () => {
  expect(await sent()).toEqual({ type: 'control', control: 'say-first-message' });
});
