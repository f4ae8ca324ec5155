import { createOperationRouter } from '../shared/actions/createRouter';
import { carrierProperty } from './input/carrierProperty';
import { check } from './operations/check.operation';
import { preview } from './operations/preview.operation';
import { provision } from './operations/provision.operation';
import { remove } from './operations/remove.operation';
import { update } from './operations/update.operation';

/** Every operation of the node. */
export const operations = [preview, provision, check, update, remove];

/** Fields and behaviour of the Vapi SIP Trunk node. Two items about the same trunk must not meet. */
export const { properties, router } = createOperationRouter(operations, 'preview', [carrierProperty]);
