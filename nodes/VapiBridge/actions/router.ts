import { createRouter } from '../../shared/actions/createRouter';
import { pacingPropertyFor } from '../../shared/actions/pacing';
import { resources } from './resources';

/** Fields and behaviour of the Vapi Bridge node. */
export const { properties, router } = createRouter(
  resources,
  'session',
  pacingPropertyFor(
    'How many items are started per second at most. The bridge takes no more than 300 requests a minute.',
  ),
);
