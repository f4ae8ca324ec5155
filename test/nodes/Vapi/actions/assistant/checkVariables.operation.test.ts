import type { INodeParameters } from 'n8n-workflow';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const stage = operationStage('assistant', 'checkVariables', { assistantId: picked(IDS.assistant) });

const ASSISTANT = {
  id: IDS.assistant,
  name: 'Receptionist',
  firstMessage: 'Hello {{customerName}}, it is {{time}}.',
  model: {
    messages: [{ role: 'system', content: 'You work for {{clinic | default: "us"}}.' }],
    toolIds: [IDS.tool, IDS.file],
    toolRefs: [{ toolId: IDS.tool, version: 2 }],
  },
};

const TOOL = {
  id: IDS.tool,
  function: { name: 'book' },
  messages: [{ type: 'request-start', content: 'One moment, {{nickname}}.' }],
};

beforeEach(() => {
  stage.vapi.reply = ({ path }) => {
    if (path === `/assistant/${IDS.assistant}`) return { body: ASSISTANT };
    return path === `/tool/${IDS.tool}`
      ? { body: TOOL }
      : { status: 404, body: { message: 'Couldn’t get tool' } };
  };
});

const variables = (...names: string[]): INodeParameters => ({
  variables: { variable: names.map((name) => ({ name, value: 'x' })) },
});

it('lists what is missing and what nobody asks for, with the texts of its tools', async () => {
  const [output] = (await stage.run(variables('typo', 'date'))).output('Vapi');
  expect(output).toEqual({
    ok: false,
    assistantId: IDS.assistant,
    assistantName: 'Receptionist',
    missing: [
      { name: 'customerName', where: 'firstMessage' },
      { name: 'nickname', where: 'savedTools.book.messages[0].content' },
    ],
    unused: ['typo', 'date'],
    hidesVapi: ['date'],
    toolsNotFound: [IDS.file],
  });
  expect(previewKeys('assistant', 'checkVariables')).toEqual(Object.keys(output ?? {}));
  expect(stage.vapi.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /assistant/${IDS.assistant}`,
    `GET /tool/${IDS.tool}`,
    `GET /tool/${IDS.file}`,
  ]);
});

it('is content when everything is given', async () => {
  const [output] = (await stage.run(variables('customerName', 'nickname', 'clinic'))).output('Vapi');
  expect(output).toMatchObject({ ok: true, missing: [], unused: [] });
});

it('leaves the tools unread on request', async () => {
  const [output] = (await stage.run({ ...variables('customerName'), includeTools: false })).output('Vapi');
  expect(output).toMatchObject({ ok: true, toolsNotFound: [] });
  expect(stage.vapi.requests).toHaveLength(1);
});

it('takes an assistant as JSON, without any request', async () => {
  const run = await stage.run({
    assistantSource: 'json',
    assistantJson: '{ "firstMessage": "Hello {{name}}" }',
  });
  expect(run.output('Vapi')).toMatchObject([
    { ok: false, missing: [{ name: 'name', where: 'firstMessage' }] },
  ]);
  expect(stage.vapi.requests).toEqual([]);
});

it.each<[string, INodeParameters, string]>([
  ['no assistant', { assistantId: picked('={{ "" }}') }, 'Assistant is missing'],
  ['empty JSON', { assistantSource: 'json', assistantJson: '{}' }, 'Assistant (JSON) is missing'],
  ['no JSON', { assistantSource: 'json', assistantJson: '{' }, 'Assistant (JSON) is not a JSON object'],
  ['a name that no placeholder can have', variables('customer name'), '"customer name" is no name'],
  [
    'missing variables, if that is to stop the workflow',
    { failIfMissing: true },
    'customerName (firstMessage), nickname (savedTools.book.messages[0].content)',
  ],
])('refuses %s', async (_, parameters, message) => {
  const run = await stage.run(parameters);
  expect(run.error?.message).toContain(message);
  expect(run.error?.description).toMatch(/\w/);
});

it('fails when a tool cannot be read for another reason', async () => {
  stage.vapi.reply = ({ path }) =>
    path.startsWith('/tool') ? { status: 403, body: { message: 'Forbidden' } } : { body: ASSISTANT };
  expect((await stage.run()).error?.message).toContain('Forbidden');
});
