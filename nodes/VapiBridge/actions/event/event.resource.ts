import { defineResource } from '../../../shared/actions/operation';
import { getDead } from './getDead.operation';
import { resend } from './resend.operation';

/** Events on their way to n8n. */
export const event = defineResource({ name: 'Event', value: 'event' }, [getDead, resend], 'getDead');
