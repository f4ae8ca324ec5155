import type { INodeProperties } from 'n8n-workflow';

/** Whose trunk it is. It decides which credential and which fields there are, so it takes no expression. */
export const carrierProperty: INodeProperties = {
  displayName: 'Carrier',
  name: 'carrier',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'DIDWW', value: 'didww', description: 'Vapi by itself, DIDWW by steps to follow' },
    { name: 'Other Carrier', value: 'custom', description: 'Vapi by itself, the carrier by steps to follow' },
    { name: 'Plivo', value: 'plivo', description: 'Vapi by itself, Plivo by steps to follow' },
    { name: 'Telnyx', value: 'telnyx', description: 'Both sides by themselves' },
    { name: 'Twilio', value: 'twilio', description: 'Both sides by themselves' },
    { name: 'Zadarma', value: 'zadarma', description: 'Vapi by itself, Zadarma by steps to follow' },
  ],
  default: 'twilio',
};

/** Carriers whose side is set up by hand. */
export const MANUAL_CARRIERS = ['custom', 'didww', 'plivo', 'zadarma'];

/** Carriers of which only E.164 is expected. */
export const AUTOMATIC_CARRIERS = ['telnyx', 'twilio'];
