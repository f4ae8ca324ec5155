import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { toNodeError } from '../fail';
import { asObject } from '../protocol/json';
import { isRegistrationOn, registrationOptions } from './fields';
import { markerOf, isOwn, type Owner } from './owner';
import type { Plan } from './plan';
import { register } from './register';
import { restoreAll } from './restore';
import { inTurn } from './turns';
import { VapiObjects, type Stored } from './vapiObjects';

/**
 * What n8n remembers of a registration. It saves this after an activation that succeeded, and not at all for a test,
 * so it is a hint and never the only place where something is known.
 */
interface Memory extends IDataObject {
  mode?: Owner['mode'];
  /** Vapi may hold something of this trigger. */
  registered?: boolean;
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
 * @param check looks at the fields at each activation, also of a trigger that registers nothing
 */
export function registrationHooks(
  toPlan: (context: IHookFunctions) => Promise<Plan>,
  check: (context: IHookFunctions) => void = () => undefined,
): RegistrationHooks {
  return {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        check(this);
        if (!isRegistrationOn(this)) return true;
        const mode = modeOf(this);
        const memory = memoryOf(this);
        // Said before anything can fail, so that the end of a test is never taken for the end of production.
        memory.mode = mode;
        // Whether all is in place is found out in `create`, which changes only what is not.
        return mode === 'test' && registrationOptions(this).registerTestUrl !== true;
      },

      async create(this: IHookFunctions): Promise<boolean> {
        memoryOf(this).registered = true;
        try {
          const plan = await toPlan(this);
          // A builder learns at once that something is gone; at a start of n8n the rest must work without it.
          const skipMissing = ['init', 'leadershipChange'].includes(this.getActivationMode());
          await inTurn(
            async () =>
              await register(new VapiObjects(this), this.getNode(), ownerOf(this, modeOf(this)), {
                ...plan,
                skipMissing,
              }),
          );
        } catch (error) {
          throw toNodeError(this.getNode(), error);
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
  for (const one of ['test', 'production'] as const) {
    const owner = ownerOf(context, one);
    // A test that was broken off lies on top of production, and goes first.
    const isMeant = mode === undefined ? hasUrl(tools, owner, url) : one === mode || one === 'test';
    if (isMeant && (await restoreAll(vapi, owner, tools))) tools = await vapi.all('tool');
  }
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
