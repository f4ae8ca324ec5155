import { getOne } from '../common/getOne';
import { simplifyTool } from './simplifyTool';
import { toolSubject } from './toolSubject';

/** Source: Vapi API reference, GET /tool/{id}. */
export const get = getOne(
  toolSubject,
  { action: 'Get a tool', description: 'Get the type, the parameters and the server of a tool' },
  simplifyTool,
);
