import type { Vapi } from '@vapi-ai/server-sdk';
import { flag } from '../../../../shared/form/fields';
import type { FieldOf } from '../../../../shared/form/form';
import { optionalFunction } from './optionalFunction';
import type { ToolForm } from './toolForm';

const viaInfo: FieldOf<Vapi.CreateDtmfToolDto> = flag({
  displayName: 'Send as SIP INFO',
  name: 'sipInfoDtmfEnabled',
  path: 'sipInfoDtmfEnabled',
  default: true,
  description: 'Whether digits are SIP INFO messages instead of tones beside the audio (RFC 2833)',
});

/** Source: OpenAPI CreateDtmfToolDTO. */
export const dtmfTool: ToolForm = {
  type: 'dtmf',
  name: 'DTMF',
  description: 'Presses keys of the phone, for menus',
  messages: 'plain',
  main: () => [],
  more: [viaInfo, ...optionalFunction],
};
