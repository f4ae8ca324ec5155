import { BridgeError } from '../errors';

/**
 * Refuses a hand-over of which a carrier can't take a field.
 * @param field as the REST API names it
 * @throws BridgeError BODY_INVALID
 */
export function refuseTransfer(field: string, problem: string): never {
  throw new BridgeError('BODY_INVALID', `destination.${field}: ${problem}`);
}
