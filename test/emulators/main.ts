import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { caller } from '../demo/conversation';
import { Timeline } from '../demo/timeline';
import { loadSpeech } from '../support/wav';
import { account, publicNames } from '../world/account';
import { seedVapi } from '../world/seed';
import { startTwilioEmulator } from './twilio';
import { startVapiEmulator, type ConversationScript } from './vapi';

const say = (line: string): void => console.log(line);

/** A short conversation that uses both tools of the seeded assistant, so that a workflow has something to answer. */
const script: ConversationScript = [
  { type: 'say', text: 'Hello, how can I help you?', audio: loadSpeech('assistant-greeting') },
  { type: 'listen', minMs: 500, onTimeout: 'continue' },
  { type: 'callTools', tools: [{ name: 'check_availability', arguments: { date: '2027-03-05' } }] },
  { type: 'say', text: 'I have two times.', audio: loadSpeech('assistant-offer') },
  { type: 'listen', minMs: 500, onTimeout: 'continue' },
  {
    type: 'callTools',
    tools: [{ name: 'book_appointment', arguments: { date: '2027-03-05', time: '14:00', name: 'Ada' } }],
  },
  { type: 'say', text: 'You are booked.', audio: loadSpeech('assistant-booked') },
  { type: 'listen', minMs: 500, onTimeout: 'continue' },
  { type: 'waitForHangup', timeoutMs: 10_000 },
];

/** `npm run emulators`: stand-ins for Vapi and Twilio, for building a workflow without an account. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      n8n: { type: 'string', default: 'http://127.0.0.1:5678' },
      bridge: { type: 'string', default: 'http://127.0.0.1:8080' },
      'vapi-port': { type: 'string', default: '4010' },
      'twilio-port': { type: 'string', default: '4020' },
    },
  });
  const vapi = await startVapiEmulator({
    apiKey: account.vapi.privateKey,
    port: Number(values['vapi-port']),
    hosts: { [publicNames.n8n]: values.n8n },
    script,
  });
  seedVapi(vapi);
  const twilio = await startTwilioEmulator({
    ...{ accountSid: account.twilio.accountSid, authToken: account.twilio.authToken },
    port: Number(values['twilio-port']),
    hosts: { [publicNames.bridge]: values.bridge },
    numbers: [{ number: account.twilio.number, voiceUrl: `https://${publicNames.bridge}/twilio/voice` }],
  });
  const timeline = new Timeline(say);
  vapi.on('timeline', timeline.onVapi);
  twilio.on('timeline', timeline.onTwilio);

  say(`Vapi    ${vapi.url}    private key ${account.vapi.privateKey}`);
  say(`        assistant ${account.vapi.assistantId}, phone number ${account.vapi.phoneNumberId}`);
  say(`        posts to https://${publicNames.n8n}/webhook/…, that is ${values.n8n}, with the bearer token`);
  say(`        ${account.webhookToken}`);
  say(`Twilio  ${twilio.url}    account ${account.twilio.accountSid}, token ${account.twilio.authToken}`);
  say(
    `        ${account.twilio.number} asks https://${publicNames.bridge}/twilio/voice, that is ${values.bridge}`,
  );
  say('Press Enter to let somebody call that number, Ctrl+C to stop.');

  const keyboard = createInterface({ input: process.stdin });
  keyboard.on('line', () => {
    timeline.begin('A call comes in');
    twilio.call({ from: account.caller, to: account.twilio.number, caller });
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  keyboard.close();
  await Promise.all([vapi.close(), twilio.close()]);
}

main().catch((error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  const hint = code === 'EADDRINUSE' ? ' Choose other ports with --vapi-port and --twilio-port.' : '';
  console.error(`The stand-ins could not be started: ${message ?? String(error)}.${hint}`);
  process.exitCode = 1;
});
