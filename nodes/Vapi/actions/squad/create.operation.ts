import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { group } from '../../../shared/form/collections';
import { fail } from '../../../shared/fail';
import { formFor } from '../../../shared/form/form';
import { asArray, asObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { Operation } from '../../../shared/actions/operation';
import { simplifySquad } from './simplifySquad';
import { membersField, nameField, otherField, overridesField } from './squadFields';

const form = formFor<Vapi.CreateSquadDto>([
  nameField,
  membersField,
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    overridesField,
    otherField,
  ]),
]);

/** Source: Vapi API reference, POST /squad. */
export const create: Operation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a squad',
    description: 'Let several assistants share a call, each handing over to the next',
  },
  properties: [...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const body = form.read(context, itemIndex) as IDataObject;
    const members = asArray(body.members).map(asObject);
    if (!members.some(({ assistantId, assistant }) => assistantId ?? assistant))
      throw fail(context.getNode(), 'INPUT_MISSING', 'Members', itemIndex);
    const squad = await vapiRequest.call(context, { method: 'POST', path: '/squad', body, itemIndex });
    return [outputOf(squad, wantsSimple(context, itemIndex), simplifySquad)];
  },
};
