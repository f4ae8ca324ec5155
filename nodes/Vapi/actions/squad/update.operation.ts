import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { group } from '../../../shared/form/collections';
import { formFor } from '../../../shared/form/form';
import { isEmptyObject } from '../../../shared/form/merge';
import { asObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { subjectPath, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { Operation } from '../../../shared/actions/operation';
import { simplifySquad } from './simplifySquad';
import { membersField, nameField, otherField, overridesField } from './squadFields';
import { squadSubject } from './squadSubject';

const form = formFor<Vapi.UpdateSquadDto>([
  group({ displayName: 'Update Fields', name: 'updateFields', path: '' }, [
    nameField,
    membersField,
    overridesField,
    otherField,
  ]),
]);

/** Vapi wants the members with every change, so they are read first. Source: OpenAPI UpdateSquadDTO. */
export const update: Operation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a squad',
    description: 'Change the name or the members of a squad; members that are given replace all of them',
  },
  properties: [subjectProperty(squadSubject), ...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const path = subjectPath(context, itemIndex, squadSubject);
    const changes = form.read(context, itemIndex) as IDataObject;
    if (isEmptyObject(changes)) throw fail(context.getNode(), 'INPUT_MISSING', 'Update Fields', itemIndex);
    if (changes.members === undefined) {
      const squad = asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
      changes.members = squad.members as IDataObject[];
    }
    const updated = await vapiRequest.call(context, { method: 'PATCH', path, body: changes, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifySquad)];
  },
};
