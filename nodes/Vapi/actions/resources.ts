import { analytics } from './analytics/analytics.resource';
import { assistant } from './assistant/assistant.resource';
import { call } from './call/call.resource';
import { campaign } from './campaign/campaign.resource';
import { chat } from './chat/chat.resource';
import { credential } from './credential/credential.resource';
import { customApiCall } from './customApiCall/customApiCall.resource';
import { file } from './file/file.resource';
import { knowledgeBase } from './knowledgeBase/knowledgeBase.resource';
import { liveCall } from './liveCall/liveCall.resource';
import { phoneNumber } from './phoneNumber/phoneNumber.resource';
import { session } from './session/session.resource';
import { squad } from './squad/squad.resource';
import { structuredOutput } from './structuredOutput/structuredOutput.resource';
import { tool } from './tool/tool.resource';
import type { Resource } from '../../shared/actions/operation';

/** Every resource, by the value of the resource field, in the order of the editor. */
export const resources: Readonly<Record<string, Resource>> = {
  analytics,
  assistant,
  call,
  campaign,
  chat,
  credential,
  file,
  knowledgeBase,
  liveCall,
  phoneNumber,
  session,
  squad,
  structuredOutput,
  tool,
  // Last on purpose, see there.
  customApiCall,
};
