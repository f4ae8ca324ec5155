import { askCustomLlm } from '../emulators/vapi/customLlm';
import { startFakeModel, type FakeModel } from '../e2e/fakeModel';
import { agentWorkflow, modelCredential } from '../e2e/requestWorkflow';
import { bearerCredential, TOKEN } from '../e2e/toolCallClient';
import { milliseconds, publish, table } from './measurements';
import { runCommand, withN8n, withQueuedN8n } from './n8nUnderTest';
import { median, quantile } from './statistics';

const COMMAND = 'npm run bench:first-token';
const TURNS = 60;
const WARM_UP_TURNS = 10;

/** Milliseconds of one turn: Vapi's request to the model's, the model's first token to Vapi, and all in all. */
type Turn = Record<'asking' | 'returning' | 'total', number>;

/** `npm run bench:first-token`: what n8n adds to the time to the first token of a custom LLM with an AI Agent. */
async function main(): Promise<void> {
  const model = await startFakeModel();
  const openAi = modelCredential(model.url);
  const agent = { credential: bearerCredential, model: openAi, deadlineSeconds: 60 };
  const options = {
    credentials: [bearerCredential, openAi],
    workflows: [agentWorkflow({ ...agent, id: 'agent', path: 'agent' })],
  };
  const rows: string[][] = [];
  try {
    await withN8n(options, async ({ url }) => void rows.push(await row('regular', url, model)));
    await withQueuedN8n(options, async ({ url, webhookProcessUrl }) => {
      rows.push(await row('queue', url, model));
      rows.push(await row('queue, webhook process', webhookProcessUrl, model));
    });
  } finally {
    await model.close();
  }
  const figures = ['request to model', 'first token to Vapi', 'in all'].flatMap((what) => [
    `${what}, median`,
    'p95',
  ]);
  publish('first token', COMMAND, table(['mode', 'turns', ...figures], rows));
}

async function row(mode: string, url: string, model: FakeModel): Promise<string[]> {
  for (let n = 0; n < WARM_UP_TURNS; n++) await turn(url, model);
  const turns: Turn[] = [];
  for (let n = 0; n < TURNS; n++) turns.push(await turn(url, model));
  const figures = (['asking', 'returning', 'total'] as const).flatMap((part) => {
    const values = turns.map((one) => one[part]);
    return [`${milliseconds(median(values))} ms`, `${milliseconds(quantile(values, 0.95))} ms`];
  });
  return [mode, String(turns.length), ...figures];
}

/** @throws Error if Vapi could not have used the reply */
async function turn(url: string, model: FakeModel): Promise<Turn> {
  const began = performance.now();
  let first: number | undefined;
  const { text, problems } = await askCustomLlm({
    ...{ url: `${url}/webhook/agent`, apiKey: TOKEN },
    messages: [{ role: 'user', content: 'Monday at ten is free, shall I book it?' }],
    onProgress: (body) => {
      if (body.includes('Monday')) first ??= performance.now();
    },
  });
  const times = model.times.at(-1);
  if (problems.length > 0 || first === undefined || times === undefined) {
    throw new Error(`The reply "${text}" has problems: ${problems.join(' ') || 'no first token'}`);
  }
  return { asking: times.asked - began, returning: first - times.firstToken, total: first - began };
}

runCommand(main);
