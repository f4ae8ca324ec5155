import { asArray, asObject, asText, type JsonObject } from '../../../shared/protocol/json';

/**
 * What is worth knowing of a credential in Vapi: never its secrets, which Vapi leaves out and the node hides.
 * Source: vapi-api.md, f.
 */
export function simplifyCredential(credential: JsonObject): JsonObject {
  const { id, name, provider, service, region, fallbackIndex, createdAt, updatedAt } = credential;
  const bucketPlan = asObject(credential.bucketPlan);
  const gateways = asArray(credential.gateways).map((gateway) => asObject(gateway).ip);
  return {
    id,
    name,
    provider,
    service,
    region: region ?? bucketPlan.region,
    bucket: asText(credential.s3BucketName) ?? bucketPlan.name ?? bucketPlan.containerName,
    authentication: asObject(credential.authenticationPlan).type,
    gateways: gateways.length > 0 ? gateways : undefined,
    fallbackIndex,
    createdAt,
    updatedAt,
  };
}
