import { operationStage, picked } from '../../../../support/engineOperation';

const stage = operationStage('squad', 'delete');

/** n8n checks what is written into the field, but not what an expression gives. */
const given = (id: string): ReturnType<typeof picked> => picked(`={{ ${JSON.stringify(id)} }}`);

it('is one segment of the path, whatever it holds', async () => {
  await stage.run({ squadId: given('a/../b?c#d') });
  expect(stage.vapi.requests[0]?.path).toBe('/squad/a%2F..%2Fb%3Fc%23d');
});

// Encoded or not, these lead a path to what lies above: a whole list, or another object.
it.each(['.', '..', ' .. '])('refuses "%s", which would lead elsewhere', async (id) => {
  const { error } = await stage.run({ squadId: given(id) });
  expect(error?.message).toBe(`Squad "${id.trim()}" cannot be an ID`);
  expect(error?.description).toMatch(/Check the expression/);
  expect(stage.vapi.requests).toEqual([]);
});
