import { createRouter } from '../../Vapi/actions/createRouter';
import { pacingPropertyFor } from '../../Vapi/actions/pacing';
import { resources } from './resources';

/** Fields and behaviour of the Vapi Bridge node. */
export const { properties, router } = createRouter(
  resources,
  'session',
  pacingPropertyFor(
    'How many items are started per second at most. The bridge takes no more than 300 requests a minute.',
  ),
);
