import type { IExecuteFunctions } from 'n8n-workflow';
import { bridgeRequest } from '../../../shared/bridge/transport';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { group } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { choice, number, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { JsonObject } from '../../../shared/protocol/json';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { simplifyRecording } from './simplifyRecording';

const form = formFor([
  choice({
    displayName: 'Call By',
    path: 'callBy',
    closed: true,
    default: 'callId',
    options: [
      { name: 'ID', value: 'callId', description: 'The bridge asks Vapi where the call can be listened to' },
      { name: 'Listen URL', value: 'listenUrl', description: 'As in monitor.listenUrl of the call' },
    ],
  }),
  ...onlyWhen({ callBy: ['callId'] }, [
    text({
      displayName: 'Call ID',
      path: 'callId',
      required: true,
      placeholder: 'e.g. 7c9e6679-7425-40de-944b-e07fc1f90ae7',
      description: 'The ID of a call in Vapi that is in progress',
    }),
  ]),
  ...onlyWhen({ callBy: ['listenUrl'] }, [
    text({
      displayName: 'Listen URL',
      path: 'listenUrl',
      required: true,
      placeholder: 'e.g. wss://phone-call-websocket.vapi.ai/…/listen',
    }),
  ]),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    number({
      displayName: 'Channels',
      path: 'channels',
      default: 1,
      min: 1,
      max: 2,
      description: 'Of the stream, if it is not found out right',
    }),
    choice({
      displayName: 'Format',
      path: 'format',
      default: 'auto',
      options: [
        { name: 'Automatic', value: 'auto' },
        { name: 'Mu-Law', value: 'mulaw' },
        { name: 'PCM, 16 Bit', value: 'pcm_s16le' },
      ],
      description: 'Of the stream; the bridge finds it out by itself unless told',
    }),
    number({
      displayName: 'Sample Rate (Hz)',
      path: 'sampleRate',
      default: 16_000,
      min: 8000,
      max: 48_000,
      description: 'Of the stream, if it is not found out right',
    }),
  ]),
]);

/** `POST /v1/listen`. */
export const listen: ItemOperation = {
  option: {
    name: 'Record Any Vapi Call',
    value: 'listen',
    action: 'Record any live call of Vapi',
    description:
      'Record a call in progress that does not run over the bridge, by listening in. Gives the recording, which grows until the call ends or Stop ends it.',
  },
  properties: [...form.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const simple = wantsSimple(context, itemIndex);
    const body = readBody(context, itemIndex);
    const recording = await bridgeRequest(context, { method: 'POST', path: '/v1/listen', body, itemIndex });
    return [outputOf(recording, simple, simplifyRecording)];
  },
};

function readBody(context: IExecuteFunctions, itemIndex: number): JsonObject {
  const { callBy, ...body } = form.read(context, itemIndex);
  const given = textOf(body[String(callBy)]);
  // The bridge decides which hosts it opens; this only tells the two apart.
  const isUrl = /^wss?:\/\//i.test(given);
  if (isUrl === (callBy === 'listenUrl')) return { ...body, [String(callBy)]: given };
  const what = isUrl ? 'a listen URL stands in the field Call ID' : 'the listen URL begins with no wss://';
  throw fail(context.getNode(), 'BRIDGE_LISTEN_NOTHING', what, itemIndex);
}
