import type { Resource } from '../../shared/actions/operation';
import { control } from './control/control.resource';
import { event } from './event/event.resource';
import { recording } from './recording/recording.resource';
import { session } from './session/session.resource';

/** Every resource, by the value of the resource field, in the order of the editor. */
export const resources: Readonly<Record<string, Resource>> = { control, event, recording, session };
