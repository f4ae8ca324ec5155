import { objectAt, objectsAt, stringsAt } from '../json';
import type { Org } from '../org';
import type { StoredObject } from '../store';
import { refuseRemoval } from './stored';

/**
 * What may not be deleted: a tool of which an assistant pins a version (`model.toolRefs`), an assistant of which
 * a squad member does (`assistantVersion`). With `keepUsed` a plain use counts as well, by `model.toolIds`, by a
 * squad or by a phone number.
 *
 * @throws {ApiError} 409
 */
export function checkToolRemoval(org: Org, tool: StoredObject): void {
  const holders = org.resources.assistant.all().filter((assistant) => {
    const model = objectAt(assistant, 'model');
    const pinned = objectsAt(model, 'toolRefs').some((ref) => ref.toolId === tool.id);
    return pinned || (org.keepUsed && (stringsAt(model, 'toolIds') ?? []).includes(tool.id));
  });
  if (holders.length > 0) refuseRemoval('Tool', `Assistant ${holders[0]?.id}`);
}

/** As `checkToolRemoval`. */
export function checkAssistantRemoval(org: Org, assistant: StoredObject): void {
  const squad = org.resources.squad
    .all()
    .find((entry) =>
      objectsAt(entry, 'members').some(
        (member) =>
          member.assistantId === assistant.id &&
          (org.keepUsed || (member.assistantVersion !== undefined && member.assistantVersion !== null)),
      ),
    );
  if (squad) refuseRemoval('Assistant', `Squad ${squad.id}`);
  const numbers = org.keepUsed ? org.resources['phone-number'].all() : [];
  const number = numbers.find((entry) => entry.assistantId === assistant.id);
  if (number) refuseRemoval('Assistant', `Phone Number ${number.id}`);
}

/** As `checkToolRemoval`: with `keepUsed` the phone numbers of a SIP trunk keep its credential. */
export function checkCredentialRemoval(org: Org, credential: StoredObject): void {
  const numbers = org.keepUsed ? org.resources['phone-number'].all() : [];
  const number = numbers.find((entry) => entry.credentialId === credential.id);
  if (number) refuseRemoval('Credential', `Phone Number ${number.id}`);
}
