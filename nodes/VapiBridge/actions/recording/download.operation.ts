import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { openBridge } from '../../../shared/bridge/transport';
import { tooLarge } from '../../../shared/download';
import { limitStream } from '../../../shared/downloadLimit';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { group } from '../../../shared/form/collections';
import { number, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { connectionProblemInFull } from '../../../shared/http/connectionError';
import { mediaType } from '../../../shared/http/mediaType';
import { BodyTooLarge } from '../../../shared/http/readBody';
import { FileOutput, type ItemOperation } from '../../../shared/actions/operation';
import { pathOf, recordingSubject, subjectId, subjectProperty } from '../common/subject';

/** For all of the file: 200 MB over a slow line. */
const TOTAL_TIMEOUT_MS = 15 * 60_000;
const DEFAULT_MEGABYTES = 200;

const outputField: INodeProperties = {
  displayName: 'Put Output File in Field',
  name: 'binaryPropertyName',
  type: 'string',
  required: true,
  default: 'data',
  hint: 'The name of the output binary field to put the file in',
};

const form = formFor([
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    text({
      displayName: 'File Name',
      path: 'fileName',
      placeholder: 'e.g. call.wav',
      description: 'The ID of the recording with .wav if left out',
    }),
    number({
      displayName: 'Maximum Size (MB)',
      path: 'maxMegabytes',
      default: DEFAULT_MEGABYTES,
      min: 1,
      description: 'A larger file is an error instead of filling the disk or memory of n8n',
    }),
  ]),
]);

/** `GET /v1/recordings/{id}/audio`, as a stream: with binary data on disk n8n never holds all of it in memory. */
export const download: ItemOperation = {
  option: {
    name: 'Download',
    value: 'download',
    action: 'Download the audio of a recording',
    description: 'Get the audio as a WAV file: the caller on the left, the assistant on the right',
  },
  properties: [subjectProperty(recordingSubject), outputField, ...form.properties],
  execute: async (context, itemIndex) => {
    const id = subjectId(context, itemIndex, recordingSubject);
    const field = textOf(context.getNodeParameter('binaryPropertyName', itemIndex, 'data'));
    if (field === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Put Output File in Field', itemIndex);
    const { maxMegabytes = DEFAULT_MEGABYTES, fileName: given } = form.read(context, itemIndex);
    // An ID from an expression may be anything.
    const fileName = textOf(given) || `${id.replace(/[^\w-]/g, '_')}.wav`;
    const { file, bytes, mimeType } = await read(context, itemIndex, {
      ...{ id, fileName, maxBytes: Number(maxMegabytes) * 2 ** 20 },
    });
    return [new FileOutput({ recordingId: id, fileName, mimeType, bytes }, { [field]: file })];
  },
};

async function read(
  context: IExecuteFunctions,
  itemIndex: number,
  { id, fileName, maxBytes }: { id: string; fileName: string; maxBytes: number },
): Promise<{ file: IBinaryData; bytes: number; mimeType: string }> {
  const stop = [AbortSignal.timeout(TOTAL_TIMEOUT_MS), context.getExecutionCancelSignal?.()];
  const signal = AbortSignal.any(stop.filter((entry) => entry !== undefined));
  const path = `${pathOf(recordingSubject, id)}/audio`;
  const { headers, body } = await openBridge(context, { method: 'GET', path, itemIndex }, signal);
  if (body === undefined)
    throw fail(context.getNode(), 'BRIDGE_DOWNLOAD_FAILED', 'an empty answer', itemIndex);
  const mimeType = mediaType(headers) || 'audio/wav';
  const announced = Number(headers['content-length']);
  const refusal =
    announced > maxBytes
      ? tooLarge(context, maxBytes, itemIndex)
      : // The sign-in page of a proxy, which would pass for a recording otherwise.
        mimeType === 'text/html'
        ? fail(context.getNode(), 'BRIDGE_STRANGER', 'a page of HTML instead of audio', itemIndex)
        : undefined;
  if (refusal !== undefined) {
    body.on('error', () => undefined).destroy();
    throw refusal;
  }
  const limited = limitStream(body, maxBytes, signal);
  try {
    const file = await context.helpers.prepareBinaryData(limited.stream, fileName, mimeType);
    return { file, bytes: limited.size(), mimeType };
  } catch (error) {
    if (error instanceof BodyTooLarge) throw tooLarge(context, maxBytes, itemIndex);
    throw fail(context.getNode(), 'BRIDGE_DOWNLOAD_FAILED', connectionProblemInFull(error), itemIndex);
  }
}
