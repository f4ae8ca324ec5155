import type { INodeParameters } from 'n8n-workflow';
import { IDS, picked } from '../../engineOperation';
import { isPost, plain, type OperationCase } from './operationCase';

const { assistant, call } = IDS;

const live = (
  operation: string,
  parameters: INodeParameters = {},
  more: Partial<OperationCase> = {},
): OperationCase =>
  plain(
    'liveCall',
    operation,
    { liveCall: picked(call), ...parameters },
    {
      control: true,
      well: (request, url) =>
        isPost(request)
          ? undefined
          : { id: call, status: 'in-progress', monitor: { controlUrl: `${url}/${call}/control` } },
      ...more,
    },
  );

export const liveCases: OperationCase[] = [
  live('say', { content: 'Hello' }),
  live('say', { content: 'Hello' }, { about: 'reading the call', control: false, well: undefined }),
  live('addMessage', { content: 'Be brief' }),
  live('mute'),
  live('unmute'),
  live('sayFirstMessage'),
  live('transfer', { number: '+14155550177' }),
  live('handOff', { assistantId: picked(assistant) }),
  live('end'),
  live('sendTransportMessage', { body: 'Signal=1' }),
];
