import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { toNodeError } from '../fail';
import { asObject } from '../protocol/json';
import { isRegistrationOn, isStart, registrationOptions } from './fields';
import { markerOf, isOwn, type Owner } from './owner';
import type { Plan } from './plan';
import { register } from './register';
import { restoreAll } from './restore';
import { inTurn } from './turns';
import { VapiObjects, type Stored } from './vapiObjects';
import { withFix } from './withFix';

/**
 * What n8n remembers of a registration. It saves this after an activation that succeeded, and not at all for a test,
 * so it is a hint and never the only place where something is known.
 */
interface Memory extends IDataObject {
  mode?: Owner['mode'];
  /** Vapi may hold something of this trigger. */
  registered?: boolean;
  /** The URL of the last registration that succeeded. */
  url?: string;
}

export interface RegistrationHooks {
  default: Record<'checkExists' | 'create' | 'delete', (this: IHookFunctions) => Promise<boolean>>;
}

/**
 * The hooks of a trigger that registers itself in Vapi, if the builder wants it to. n8n calls `checkExists` and
 * `create` at each activation, each start and each listening for a test event; `delete` when the workflow is
 * unpublished, after a test, and after an activation that failed.
 *
 * @param toPlan what the trigger wants to be in Vapi
 * @param check looks at the fields when somebody publishes or tests, also of a trigger that registers nothing
 */
export function registrationHooks(
  toPlan: (context: IHookFunctions) => Promise<Plan>,
  check: (context: IHookFunctions) => void = () => undefined,
): RegistrationHooks {
  return {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        try {
          if (!isStart(this)) check(this);
        } catch (error) {
          throw withFix(this.getNode(), error);
        }
        if (!isRegistrationOn(this)) return true;
        const mode = modeOf(this);
        const memory = memoryOf(this);
        // Said before anything can fail, so that the end of a test is never taken for the end of production.
        memory.mode = mode;
        // Whether all is in place is found out in `create`, which changes only what is not.
        return mode === 'test' && registrationOptions(this).registerTestUrl !== true;
      },

      async create(this: IHookFunctions): Promise<boolean> {
        const memory = memoryOf(this);
        memory.registered = true;
        try {
          const plan = await toPlan(this);
          const owner = ownerOf(this, modeOf(this));
          // A builder learns at once that something is gone; at a start of n8n the rest must work without it.
          const target = { ...plan, skipMissing: isStart(this) };
          await inTurn(async () => await register(new VapiObjects(this), this.getNode(), owner, target));
          memory.url = plan.url;
        } catch (error) {
          // Whatever it is, what was registered is still in Vapi. Without the webhook its calls would find nobody, and
          // n8n would take down all triggers of the workflow, with nobody there to read why.
          const isInPlace = memory.url !== undefined && memory.url === this.getNodeWebhookUrl('default');
          const problem = toNodeError(this.getNode(), error);
          if (!isStart(this) || !isInPlace) throw withFix(this.getNode(), problem);
          const { name } = this.getNode();
          this.logger.error(
            `"${name}" goes on with what is registered in Vapi, which could not be checked: ${problem.message}`,
          );
        }
        return true;
      },

      async delete(this: IHookFunctions): Promise<boolean> {
        const data = this.getWorkflowStaticData('node');
        const { mode, registered } = asObject(data.registration) as Memory;
        if (registered !== true && (mode === 'test' || !isRegistrationOn(this))) return true;
        try {
          await inTurn(async () => await unregister(this, registered === true ? mode : undefined));
        } catch (error) {
          // An error here would leave n8n's own webhooks half removed. What is left in Vapi is restored next time.
          const { message } = toNodeError(this.getNode(), error);
          this.logger.error(
            `"${this.getNode().name}" could not restore everything in Vapi: ${message}. Publish and unpublish the workflow to try again.`,
          );
          return false;
        }
        delete data.registration;
        return true;
      },
    },
  };
}

/**
 * @param mode what was registered; undefined where n8n has lost it, which leaves the URL to tell test and production
 *   apart: an activation that failed is undone, while the end of a test leaves production alone
 */
async function unregister(context: IHookFunctions, mode: Owner['mode'] | undefined): Promise<void> {
  const vapi = new VapiObjects(context);
  let tools = await vapi.all('tool');
  const url = context.getNodeWebhookUrl('default');
  const modes = ['production', 'test'] as const;
  const meant = mode ?? modes.find((one) => hasUrl(tools, ownerOf(context, one), url));
  if (meant === undefined) return;
  // A test that was broken off lies on top of production: with that gone first, production finds its own again.
  if (await restoreAll(vapi, ownerOf(context, 'test'), tools)) tools = await vapi.all('tool');
  if (meant === 'production') await restoreAll(vapi, ownerOf(context, 'production'), tools);
}

/** Every registration marks a tool: one that it created or changed, or its ledger. */
function hasUrl(tools: readonly Stored[], owner: Owner, url: string | undefined): boolean {
  return tools.some((tool) => isOwn(markerOf(tool), owner) && asObject(tool.server).url === url);
}

/** n8n calls only for a test "manual" what it activates. */
function modeOf(context: IHookFunctions): Owner['mode'] {
  return context.getActivationMode() === 'manual' ? 'test' : 'production';
}

function ownerOf(context: IHookFunctions, mode: Owner['mode']): Owner {
  const { id, name } = context.getWorkflow();
  return { workflowId: id ?? '', nodeId: context.getNode().id, mode, workflowName: name ?? '' };
}

function memoryOf(context: IHookFunctions): Memory {
  const data = context.getWorkflowStaticData('node');
  data.registration ??= {};
  return data.registration as Memory;
}
