import type { IExecuteFunctions } from 'n8n-workflow';
import { tooLarge } from '../../../shared/download';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { connectionProblemInFull } from '../../../shared/http/connectionError';
import type { Readable } from '../../../shared/http/readable';
import { BodyTooLarge, readBody } from '../../../shared/http/readBody';
import { outputOf } from '../../../shared/actions/output';
import { subjectId } from '../common/idField';
import { FileOutput, type Operation, type OperationOutput } from '../../../shared/actions/operation';
import { isGzip, readCallLogs } from './callLogs';
import { callSubject } from './callSubject';
import { openRecording, type RecordingRequest } from './openRecording';
import { CALL_LOGS, kindOf, nameFile, type FileNaming } from './recordingFile';
import { DEFAULT_MEGABYTES, recordingProperties } from './recordingProperties';

/** Logs are small and read at once, which has to end, too. */
const LOGS_TIMEOUT_MS = 5 * 60_000;

/**
 * Gives a file of a finished call as binary data, or its logs as items. Vapi answers with a redirect to a signed URL,
 * which is followed without the key. Source: OpenAPI, GET /call/{id}/mono-recording and its like.
 */
export const downloadRecording: Operation = {
  option: {
    name: 'Download Recording',
    value: 'downloadRecording',
    action: 'Download a recording of a call',
    description: 'Get the audio, video, packet capture or logs of a call that has ended, as a file',
  },
  properties: recordingProperties,
  execute: async (context, itemIndex) => {
    const recording = textOf(context.getNodeParameter('recording', itemIndex, 'mono-recording'));
    if (kindOf(recording) === undefined)
      throw fail(context.getNode(), 'INPUT_NO_CHOICE', `There is no recording "${recording}"`, itemIndex);
    const request: RecordingRequest = {
      callId: subjectId(context, itemIndex, callSubject),
      recording,
      maxBytes: readMaxBytes(context, itemIndex),
      itemIndex,
    };
    return recording === CALL_LOGS ? await logs(context, request) : [await media(context, request)];
  },
};

/** As a stream: with binary data on disk or in a bucket n8n never holds all of it in memory. */
async function media(context: IExecuteFunctions, request: RecordingRequest): Promise<FileOutput> {
  // Before a stream is open that nobody would read.
  outputField(context, request.itemIndex);
  const opened = await openRecording(context, request);
  const naming = nameFile(request.callId, request.recording, opened.contentType, opened.path);
  if ('bytes' in opened)
    return await output(context, request, naming, opened.bytes, () => opened.bytes.length);
  return await output(context, request, naming, opened.stream, opened.size);
}

/** Read at once: whether they are still packed shows in the bytes only. */
async function logs(context: IExecuteFunctions, request: RecordingRequest): Promise<OperationOutput[]> {
  const { maxBytes, itemIndex, callId, recording } = request;
  const opened = await openRecording(context, request);
  const bytes = 'bytes' in opened ? opened.bytes : await readAll(context, request, opened.stream);
  if (context.getNodeParameter('logOutput', itemIndex, 'items') === 'file') {
    const type = isGzip(bytes) ? 'application/gzip' : 'application/x-ndjson';
    const naming = nameFile(callId, recording, type, '');
    return [await output(context, request, naming, bytes, () => bytes.length)];
  }
  try {
    return (await readCallLogs(bytes, maxBytes)).map((line) => outputOf(line, false, (row) => row));
  } catch (error) {
    if (error instanceof BodyTooLarge) throw tooLarge(context, maxBytes, itemIndex);
    throw fail(context.getNode(), 'LOGS_UNREADABLE', (error as Error).message, itemIndex);
  }
}

async function output(
  context: IExecuteFunctions,
  request: RecordingRequest,
  { fileName, mimeType }: FileNaming,
  source: Buffer | Readable,
  size: () => number,
): Promise<FileOutput> {
  const { callId, recording, itemIndex } = request;
  const field = outputField(context, itemIndex);
  try {
    const file = await context.helpers.prepareBinaryData(source, fileName, mimeType);
    return new FileOutput({ callId, recording, fileName, mimeType, bytes: size() }, { [field]: file });
  } catch (error) {
    throw brokenOff(context, request, error);
  }
}

function outputField(context: IExecuteFunctions, itemIndex: number): string {
  const field = textOf(context.getNodeParameter('binaryPropertyName', itemIndex, 'data'));
  if (field === '') throw fail(context.getNode(), 'INPUT_MISSING', 'Put Output File in Field', itemIndex);
  return field;
}

async function readAll(
  context: IExecuteFunctions,
  request: RecordingRequest,
  stream: Readable,
): Promise<Buffer> {
  try {
    return await readBody(stream, request.maxBytes, AbortSignal.timeout(LOGS_TIMEOUT_MS));
  } catch (error) {
    throw brokenOff(context, request, error);
  }
}

function brokenOff(
  context: IExecuteFunctions,
  { maxBytes, itemIndex }: RecordingRequest,
  error: unknown,
): ReturnType<typeof fail> {
  if (error instanceof BodyTooLarge) return tooLarge(context, maxBytes, itemIndex);
  return fail(context.getNode(), 'DOWNLOAD_FAILED', connectionProblemInFull(error), itemIndex);
}

function readMaxBytes(context: IExecuteFunctions, itemIndex: number): number {
  const { maxMegabytes = DEFAULT_MEGABYTES } = context.getNodeParameter(
    'additionalFields',
    itemIndex,
    {},
  ) as {
    maxMegabytes?: unknown;
  };
  const megabytes = Number(maxMegabytes);
  if (megabytes > 0) return megabytes * 2 ** 20;
  const what = `Maximum Size is "${textOf(maxMegabytes)}", but has to be a number above 0`;
  throw fail(context.getNode(), 'INPUT_OUT_OF_RANGE', what, itemIndex);
}
