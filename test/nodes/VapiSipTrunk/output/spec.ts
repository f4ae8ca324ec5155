import type { TrunkSpec } from '../../../../nodes/VapiSipTrunk/spec';

/** A trunk at Twilio for tests of what is said about it. */
export const spec: TrunkSpec = {
  ...{ name: 'Support', carrier: 'twilio', region: 'eu', transport: 'tls', access: 'both' },
  numbers: [
    { e164: '+14155550123', inVapi: '+14155550123' },
    { e164: '+14155550124', inVapi: '14155550124' },
  ],
  answeredBy: {},
  twilio: {
    ...{ domain: 'support.pstn.twilio.com', edges: ['dublin'], terminationEdge: '', secure: false },
    ...{ transferMode: 'disable-all', moveFromOtherTrunk: false, adoptTrunk: false },
  },
};
