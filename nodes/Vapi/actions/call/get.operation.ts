import { getOne } from '../common/getOne';
import { callSubject } from './callSubject';
import { simplifyCall } from './simplifyCall';

/** Source: Vapi API reference, GET /call/{id}. */
export const get = getOne(
  callSubject,
  { action: 'Get a call', description: 'Get status, cost, summary and transcript of a call' },
  simplifyCall,
);
