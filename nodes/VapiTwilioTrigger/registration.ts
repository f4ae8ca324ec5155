import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { urlOf } from '../shared/registration/fields';
import { findNumber, updateNumber, type TwilioNumber, type VoiceRoute } from '../shared/twilio/phoneNumbers';
import { checkFields } from './checkFields';
import { readVoiceUrl, writeVoiceUrl } from './voiceUrl';

/** Key in the node's static data: the number that was set, should another one be chosen later. */
const NUMBER_SID = 'twilioNumberSid';

/**
 * Points the Twilio number at this workflow on activation, and back on deactivation, if the builder asked for it.
 * n8n calls the first two at each start and each publication, so they change nothing that is right already.
 */
export const voiceUrlRegistration = {
  default: {
    async checkExists(this: IHookFunctions): Promise<boolean> {
      checkFields(this);
      if (!isWanted(this)) return true;
      const number = await chosenNumber(this);
      return number !== undefined && isSetByUs(this, number);
    },
    async create(this: IHookFunctions): Promise<boolean> {
      const address = urlOf(this);
      const number = await chosenNumber(this);
      if (number === undefined) {
        throw fail(this.getNode(), 'TWILIO_NUMBER_NOT_FOUND', chosen(this));
      }
      if (number.trunkSid !== '') throw fail(this.getNode(), 'TWILIO_NUMBER_ON_TRUNK', number.trunkSid);
      const previous = routeBefore(this, number, address);
      await releaseFormerNumber(this, number.sid);
      await updateNumber(this, number.sid, {
        voiceUrl: writeVoiceUrl({ address, owner: ownerOf(this), previous }),
        voiceMethod: 'POST',
        voiceApplicationSid: '',
      });
      this.getWorkflowStaticData('node')[NUMBER_SID] = number.sid;
      return true;
    },
    async delete(this: IHookFunctions): Promise<boolean> {
      if (!isWanted(this)) return true;
      const memory = this.getWorkflowStaticData('node');
      const sid = memory[NUMBER_SID];
      const number = typeof sid === 'string' ? await findNumber(this, sid) : await chosenNumber(this);
      if (number !== undefined) await release(this, number);
      delete memory[NUMBER_SID];
      return true;
    },
  },
};

/** Real callers reach the editor's test URL only where the builder ticked it. */
function isWanted(context: IHookFunctions): boolean {
  if (context.getNodeParameter('registerVoiceUrl', false) !== true) return false;
  return !isTest(context) || context.getNodeParameter('registerTestUrl', false) === true;
}

function isTest(context: IHookFunctions): boolean {
  return context.getActivationMode() === 'manual';
}

function chosen(context: IHookFunctions): string {
  return String(context.getNodeParameter('twilioNumber', '', { extractValue: true })).trim();
}

async function chosenNumber(context: IHookFunctions): Promise<TwilioNumber | undefined> {
  const wanted = chosen(context);
  if (wanted === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Twilio Number');
  return await findNumber(context, wanted);
}

function ownerOf(context: IHookFunctions): string {
  return `${context.getWorkflow().id} ${context.getNode().id}`;
}

function addressOf(context: IHookFunctions): string {
  return context.getNodeWebhookUrl('default') ?? '';
}

function isSetByUs(context: IHookFunctions, number: TwilioNumber): boolean {
  const set = readVoiceUrl(number.voiceUrl);
  return (
    set?.owner === ownerOf(context) &&
    set.address === addressOf(context) &&
    number.voiceMethod === 'POST' &&
    number.voiceApplicationSid === '' &&
    number.trunkSid === ''
  );
}

/**
 * What the number does without this trigger: what it does now, or what it did before an earlier activation that was
 * never undone. A test goes back to the production URL, production never back to a test URL.
 */
function routeBefore(context: IHookFunctions, number: TwilioNumber, address: string): VoiceRoute {
  const { voiceUrl, voiceMethod, voiceApplicationSid } = number;
  let route: VoiceRoute = { voiceUrl, voiceMethod, voiceApplicationSid };
  for (let set = readVoiceUrl(route.voiceUrl); set !== undefined; set = readVoiceUrl(route.voiceUrl)) {
    if (set.owner !== ownerOf(context)) {
      // With a TwiML app the voice URL is not in use.
      if (route.voiceApplicationSid !== '') return route;
      throw fail(context.getNode(), 'TWILIO_NUMBER_TAKEN', set.address);
    }
    if (isTest(context) && set.address !== address) return route;
    const app = route.voiceApplicationSid;
    route = { ...set.previous, ...(app === '' ? {} : { voiceApplicationSid: app }) };
  }
  return route;
}

/** Another number was chosen since the last activation. */
async function releaseFormerNumber(context: IHookFunctions, sid: string): Promise<void> {
  const former = context.getWorkflowStaticData('node')[NUMBER_SID];
  if (typeof former !== 'string' || former === sid) return;
  const number = await findNumber(context, former);
  if (number !== undefined) await release(context, number);
}

/** Restores what the number did before, unless somebody else has changed it meanwhile. */
async function release(context: IHookFunctions, number: TwilioNumber): Promise<void> {
  const owner = ownerOf(context);
  const address = addressOf(context);
  const set = readVoiceUrl(number.voiceUrl);
  if (set?.owner !== owner) return;
  if (set.address === address) {
    // An app or a trunk that the number has got since then stays; an app would even take the number off its trunk.
    const isMoved = number.voiceApplicationSid !== '' || number.trunkSid !== '';
    const voiceApplicationSid = isMoved ? number.voiceApplicationSid : set.previous.voiceApplicationSid;
    await updateNumber(context, number.sid, { ...set.previous, voiceApplicationSid });
    return;
  }
  // The editor is testing: what the test will go back to is not this URL any more.
  const below = readVoiceUrl(set.previous.voiceUrl);
  if (below?.owner !== owner || below.address !== address) return;
  const { voiceMethod, voiceApplicationSid } = number;
  const voiceUrl = writeVoiceUrl({ ...set, previous: below.previous });
  await updateNumber(context, number.sid, { voiceUrl, voiceMethod, voiceApplicationSid });
}
