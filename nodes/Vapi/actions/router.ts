import { createRouter } from '../../shared/actions/createRouter';
import { pacingProperty } from '../../shared/actions/pacing';
import { resources } from './resources';

/** Fields and behaviour of the Vapi node. */
export const { properties, router } = createRouter(resources, 'call', pacingProperty);
