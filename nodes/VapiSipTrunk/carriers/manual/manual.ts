import { readVapi, type VapiWorld } from '../../vapi/vapiWorld';
import type { Carrier } from '../carrier';
import { check } from './check';
import { planProvision } from './provision';
import { planRemoval } from './removal';
import { planUpdate } from './update';

/** Carriers whose side a person sets up, with the exact values from here: Plivo, Zadarma, DIDWW and any other. */
export const manual: Carrier<VapiWorld> = {
  ids: {},
  read: readVapi,
  planProvision,
  planUpdate,
  planRemoval,
  check,
};
