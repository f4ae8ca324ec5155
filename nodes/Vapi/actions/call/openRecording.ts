import type { IExecuteFunctions } from 'n8n-workflow';
import { openDownload, redirectTarget, tooLarge, type OpenDownload } from '../../../shared/download';
import { fail, toNodeError } from '../../../shared/fail';
import { readable } from '../../../shared/http/apiErrors';
import { mediaType } from '../../../shared/http/mediaType';
import { asObject, asText } from '../../../shared/protocol/json';
import {
  answerWasTooLarge,
  baseUrlOf,
  codeOf,
  vapiAnswer,
  vapiRequest,
  type VapiAnswer,
  type VapiApiCredential,
} from '../../../shared/transport';
import { kindOf } from './recordingFile';

/** A file whose bytes are there already. */
export interface ReadFile {
  bytes: Buffer;
  contentType: string;
  path: string;
}

/** One file of one call. */
export interface RecordingRequest {
  callId: string;
  /** Last part of the path. */
  recording: string;
  maxBytes: number;
  itemIndex: number;
}

/**
 * Asks Vapi for a file of a call and follows where it leads, which is a storage elsewhere.
 *
 * @throws NodeApiError or NodeOperationError; the one for a call without this file says why there is none
 */
export async function openRecording(
  context: IExecuteFunctions,
  request: RecordingRequest,
): Promise<OpenDownload | ReadFile> {
  const path = `${callPath(request)}/${request.recording}`;
  const { maxBytes, itemIndex } = request;
  const { status, headers, body } = await ask(context, path, request);
  const contentType = mediaType(headers);
  if (status < 300 && contentType === 'text/html')
    throw fail(context.getNode(), 'API_NOT_JSON', readable(body.toString('utf8')), itemIndex);
  if (status < 300) return { bytes: body, contentType, path };
  const credential = await context.getCredentials<VapiApiCredential>('vapiApi', itemIndex);
  const baseUrl = baseUrlOf(credential);
  const target = redirectTarget(headers.location, baseUrl + path);
  const trustedBaseUrl = credential.region === 'custom' ? baseUrl : undefined;
  return await openDownload(context, target, { maxBytes, trustedBaseUrl, itemIndex });
}

async function ask(context: IExecuteFunctions, path: string, request: RecordingRequest): Promise<VapiAnswer> {
  const { maxBytes, itemIndex } = request;
  const headers = { Accept: '*/*' };
  try {
    return await vapiAnswer.call(context, {
      method: 'GET',
      path,
      headers,
      maxBytes,
      itemIndex,
      redirects: true,
    });
  } catch (error) {
    if (answerWasTooLarge(error)) throw tooLarge(context, maxBytes, itemIndex);
    if (codeOf(error) === 'API_NOT_FOUND') throw await reasonOfAbsence(context, request);
    throw toNodeError(context.getNode(), error, itemIndex);
  }
}

/** A call that Vapi does not know fails here by itself. */
async function reasonOfAbsence(
  context: IExecuteFunctions,
  request: RecordingRequest,
): Promise<ReturnType<typeof fail>> {
  const { callId, recording, itemIndex } = request;
  const call = asObject(
    await vapiRequest.call(context, { method: 'GET', path: callPath(request), itemIndex }),
  );
  const status = asText(call.status) ?? 'unknown';
  if (status !== 'ended') {
    const text = `the status of the call ${callId} is ${status}`;
    return fail(context.getNode(), 'RECORDING_TOO_EARLY', text, itemIndex);
  }
  const text = `${kindOf(recording)?.name ?? recording}, call ${callId}`;
  return fail(context.getNode(), 'RECORDING_ABSENT', text, itemIndex);
}

function callPath({ callId }: RecordingRequest): string {
  return `/call/${encodeURIComponent(callId)}`;
}
