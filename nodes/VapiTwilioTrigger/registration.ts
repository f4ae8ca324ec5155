import type { IHookFunctions } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { isStart, urlOf } from '../shared/registration/fields';
import { withFix } from '../shared/registration/withFix';
import { findNumber, updateNumber, type TwilioNumber, type VoiceRoute } from '../shared/twilio/phoneNumbers';
import { checkFields } from './checkFields';
import { checkToken } from './genuine';
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
      try {
        if (!isStart(this)) {
          checkFields(this);
          await checkToken(this);
        }
        if (!isWanted(this)) return true;
        const number = await chosenNumber(this);
        return number !== undefined && isSetByUs(this, number);
      } catch (error) {
        return goOn(this, error);
      }
    },
    async create(this: IHookFunctions): Promise<boolean> {
      try {
        await setVoiceUrl(this);
        return true;
      } catch (error) {
        return goOn(this, error);
      }
    },
    async delete(this: IHookFunctions): Promise<boolean> {
      const memory = this.getWorkflowStaticData('node');
      const sid = memory[NUMBER_SID];
      // A number that was set is given back, also where the box was unticked since then.
      if (typeof sid !== 'string' && !isWanted(this)) return true;
      try {
        const number = typeof sid === 'string' ? await findNumber(this, sid) : await chosenNumber(this);
        if (number !== undefined) await release(this, number);
      } catch (error) {
        // An error here would leave n8n's own webhooks half removed.
        const { message } = toNodeError(this.getNode(), error);
        this.logger.error(
          `"${this.getNode().name}" could not restore the voice URL at Twilio: ${message}. Publish and unpublish the workflow to try again.`,
        );
        return false;
      }
      delete memory[NUMBER_SID];
      return true;
    },
  },
};

async function setVoiceUrl(context: IHookFunctions): Promise<void> {
  const address = urlOf(context);
  const number = await chosenNumber(context);
  if (number === undefined) throw fail(context.getNode(), 'TWILIO_NUMBER_NOT_FOUND', chosen(context));
  if (number.trunkSid !== '') throw fail(context.getNode(), 'TWILIO_NUMBER_ON_TRUNK', number.trunkSid);
  const previous = routeBefore(context, number, address);
  await releaseFormerNumber(context, number.sid);
  await updateNumber(context, number.sid, {
    voiceUrl: writeVoiceUrl({ address, owner: ownerOf(context), previous }),
    voiceMethod: 'POST',
    voiceApplicationSid: '',
  });
  context.getWorkflowStaticData('node')[NUMBER_SID] = number.sid;
}

/**
 * At a start of n8n the number still points here. Without the webhook its callers would find nobody, and n8n would
 * take the workflow down, with nobody there to read why.
 *
 * @throws NodeOperationError, what it is, where a builder is there to read it, or nothing was set before
 */
function goOn(context: IHookFunctions, thrown: unknown): true {
  const problem = toNodeError(context.getNode(), thrown);
  const isInPlace = context.getWorkflowStaticData('node')[NUMBER_SID] !== undefined;
  if (!isStart(context) || !isInPlace) throw withFix(context.getNode(), problem);
  context.logger.error(
    `"${context.getNode().name}" goes on with the voice URL that is set at Twilio, which could not be checked: ${problem.message}`,
  );
  return true;
}

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
