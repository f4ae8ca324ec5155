import { createRouter } from './createRouter';
import { pacingProperty } from './pacing';
import { resources } from './resources';

/** Fields and behaviour of the Vapi node. */
export const { properties, router } = createRouter(resources, 'call', pacingProperty);
