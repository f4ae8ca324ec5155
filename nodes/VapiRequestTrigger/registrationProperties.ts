import type { INodeProperties } from 'n8n-workflow';
import {
  assistantIds,
  phoneNumberIds,
  registerInVapi,
  registrationOptionsProperty,
} from '../shared/registration/properties';

export const registrationProperties: INodeProperties[] = [
  registerInVapi,
  assistantIds,
  phoneNumberIds,
  registrationOptionsProperty([]),
];
