import { defineResource } from '../../../shared/actions/operation';
import { query } from './query.operation';

/** Figures over many calls. */
export const analytics = defineResource({ name: 'Analytics', value: 'analytics' }, [query], 'query');
