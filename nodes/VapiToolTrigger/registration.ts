import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { fillerMessages } from '../shared/protocol/fillerMessages';
import { idsOf, registrationOptions, serverOf, timeoutFor, urlOf } from '../shared/registration/fields';
import { registrationHooks } from '../shared/registration/hooks';
import { emptyPlan, type Plan } from '../shared/registration/plan';
import { checkFields } from './checkFields';
import { readDeclaredTools } from './declaredTools';
import { readOptions } from './options';

/** Writes the declared tools into Vapi and gives them to the chosen assistants. */
export const toolRegistration = registrationHooks(toPlan, checkFields);

async function toPlan(context: IHookFunctions): Promise<Plan> {
  const declared = readDeclaredTools(context);
  if (declared.length === 0) throw fail(context.getNode(), 'REGISTRATION_EMPTY', 'no tool is declared');
  const url = urlOf(context);
  const server = await serverOf(context, url, timeoutFor(readOptions(context).deadlineMs));
  const messages = fillerMessages(registrationOptions(context));
  return {
    ...emptyPlan(url),
    tools: declared.map(({ name, description, parameters }) => ({
      name,
      function: { name, ...(description === '' ? {} : { description }), parameters },
      messages,
      server,
    })),
    toolAssistants: idsOf(context, 'registrationAssistants'),
    existingTools: context.getNodeParameter('existingTools', 'refuse') === 'takeOver' ? 'takeOver' : 'refuse',
  };
}
