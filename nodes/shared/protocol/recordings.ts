import { asObject, asText, type JsonObject } from './json';

/**
 * Links to what was recorded, one field a kind. Presigned links work without a key until they expire; the plain
 * ones need the key of the organisation since July 2026. Source: OpenAPI Artifact, Vapi docs, call artifacts.
 *
 * @param artifact `artifact` of a report or call
 * @param legacy older payloads carry copies beside the artifact
 * @returns `recordingUrl` is the best of them: stereo before mono, presigned before plain
 */
export function recordingLinks(artifact: JsonObject, legacy: JsonObject = {}): JsonObject {
  const recording = asObject(artifact.recording);
  const mono = asObject(recording.mono);
  const presignedStereo = asText(artifact.presignedStereoUrl);
  const presignedMono = asText(artifact.presignedMonoUrl);
  const plainStereo =
    asText(artifact.stereoRecordingUrl) ?? asText(recording.stereoUrl) ?? asText(legacy.stereoRecordingUrl);
  const plainMono = asText(artifact.recordingUrl) ?? asText(mono.combinedUrl) ?? asText(legacy.recordingUrl);
  return {
    recordingUrl: presignedStereo ?? presignedMono ?? plainStereo ?? plainMono,
    stereoRecordingUrl: presignedStereo ?? plainStereo,
    monoRecordingUrl: presignedMono ?? plainMono,
    assistantRecordingUrl: asText(artifact.presignedAssistantUrl) ?? asText(mono.assistantUrl),
    customerRecordingUrl: asText(artifact.presignedCustomerUrl) ?? asText(mono.customerUrl),
    videoRecordingUrl:
      asText(artifact.presignedVideoUrl) ?? asText(artifact.videoRecordingUrl) ?? asText(recording.videoUrl),
    pcapUrl: asText(artifact.presignedPcapUrl) ?? asText(artifact.pcapUrl),
    logUrl: asText(artifact.presignedLogUrl) ?? asText(artifact.logUrl),
    linksExpireAt: asText(artifact.presignedUrlsExpiresAt),
  };
}
