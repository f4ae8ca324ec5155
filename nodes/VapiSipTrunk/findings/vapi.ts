import type { FindingText } from './findingText';

/** What can be wrong on Vapi's side. SIP answers: Vapi docs, troubleshooting of SIP responses and trunk credentials. */
export const VAPI_FINDINGS = {
  SIP_CREDENTIAL_MISSING: {
    severity: 'error',
    message: (value) => `Vapi has no SIP trunk credential with the name "${value}"`,
    fix: 'Provision the trunk, or correct its name.',
    symptom: 'Incoming calls are refused with SIP 401; outgoing calls cannot be placed.',
  },
  SIP_CREDENTIAL_DOUBLED: {
    severity: 'warning',
    message: (value) => `Vapi has more than one SIP trunk credential of this name; not used: ${value}`,
    fix: 'Delete the others in Vapi, unless another workflow uses them.',
  },
  SIP_CREDENTIAL_OTHER_TRUNK: {
    severity: 'error',
    message: (value) => `Vapi's SIP trunk credential of this name belongs to another trunk: ${value}`,
    fix: 'Choose another Trunk Name, or the carrier and Termination Domain that the credential was set up with. If nothing uses it any more, delete it in Vapi.',
    symptom: 'Calls of one of the two trunks would be refused with SIP 401.',
  },
  SIP_REGISTRATION_DIFFERS: {
    severity: 'warning',
    message: (value) => `Vapi registers at the carrier otherwise than filled in: ${value}`,
    fix: 'Fill in Login Username and Login Password beside SIP Registration, in Provision or in Update with Rotate Login: Vapi takes both together.',
    symptom: 'A carrier that wants a registration sends no calls.',
  },
  SIP_LOGIN_KEPT: {
    severity: 'info',
    message: (value) =>
      `Vapi has a login of the user name ${value}, and keeps its password: passwords cannot be compared`,
    fix: 'If the password is another one by now, run Update with Rotate Login, which sends the one that is filled in.',
  },
  SIP_GATEWAYS_MISSING: {
    severity: 'error',
    message: (value) => `The SIP trunk credential "${value}" has no gateway`,
    fix: 'Provision again.',
    symptom: 'Incoming calls are refused with SIP 401; outgoing calls cannot be placed.',
  },
  SIP_GATEWAY_INBOUND_DEFAULT: {
    severity: 'error',
    message: (value) =>
      `"${value}" is a host name, and its inboundEnabled was left at its default, which is on`,
    fix: 'Set inboundEnabled to false on that gateway, and add a gateway for each network that calls come from; or provision again.',
    symptom: 'Vapi answers "Couldn\'t validate SIP trunk credential. SIP gateway creation failed."',
  },
  SIP_GATEWAY_INBOUND_HOST: {
    severity: 'error',
    message: (value) => `"${value}" is a host name, and incoming calls are known by addresses only`,
    fix: 'Set inboundEnabled to false on that gateway, and add a gateway for each network that calls come from; or provision again.',
    symptom:
      'Vapi answers "Couldn\'t validate SIP trunk credential. SIP gateway creation failed.", or refuses incoming calls with SIP 401.',
  },
  SIP_GATEWAY_NETMASK: {
    severity: 'error',
    message: (value) => `The netmask of the gateway ${value} is out of range`,
    fix: 'Use 24 to 32; write a wider network as several gateways.',
    symptom: 'Vapi answers "Couldn\'t validate SIP trunk credential. SIP gateway creation failed."',
  },
  SIP_GATEWAY_NETWORK: {
    severity: 'warning',
    message: (value) => `The address of the gateway ${value} is not the first of its network`,
    fix: 'Write the first address of the network, for example 203.0.113.8/30 for 203.0.113.9.',
    symptom: 'Incoming calls from parts of the network may be refused with SIP 401.',
  },
  SIP_GATEWAY_PRIVATE: {
    severity: 'error',
    message: (value) =>
      `No call can reach or come from the gateway ${value}: the address is not a public one`,
    fix: 'Use the public address of the carrier or of the firewall in front of it.',
    symptom: 'Outgoing calls end with SIP 408; incoming calls are refused with SIP 401.',
  },
  SIP_GATEWAY_DOUBLED: {
    severity: 'warning',
    message: (value) => `The gateway ${value} is there more than once`,
    fix: 'Provision again, or take one of them out.',
  },
  SIP_NUMBER_NOT_IN_VAPI: {
    severity: 'error',
    message: (value) => `Vapi has no phone number ${value} on this trunk`,
    fix: 'Provision again.',
    symptom: 'Incoming calls are answered with SIP 404.',
  },
  SIP_NUMBER_FORMAT: {
    severity: 'error',
    message: (value) => `Vapi stores a number in another form than the carrier sends it: ${value}`,
    fix: 'Provision again with the number format of the carrier, with or without a plus.',
    symptom: 'Incoming calls are answered with SIP 404.',
  },
  SIP_NUMBER_DOUBLED: {
    severity: 'warning',
    message: (value) => `Vapi has the number more than once on this trunk: ${value}`,
    fix: 'Delete one of them in Vapi.',
    symptom: 'It is left to chance who answers.',
  },
  SIP_NUMBER_ELSEWHERE_IN_VAPI: {
    severity: 'error',
    message: (value) => `Vapi has this number already, and not on this trunk: ${value}`,
    fix: 'Delete that phone number in Vapi, or give it to this trunk there, and run again.',
    symptom: 'Calls go to the other entry, or are answered with SIP 404.',
  },
  SIP_ANSWERER_MISSING: {
    severity: 'error',
    message: (value) => `Vapi has no ${value}, which is to answer`,
    fix: 'Choose another one in Answered By, or check that the Vapi credential is of the same organization.',
    symptom: 'Vapi refuses the phone number, or its incoming calls end at once.',
  },
  SIP_NUMBER_UNANSWERED: {
    severity: 'warning',
    message: (value) => `Nobody answers calls to ${value}: it has no assistant, squad or server`,
    fix: 'Choose an assistant, a squad or a server URL in this node, or have a Vapi Request Trigger register itself at the number.',
    symptom: 'Incoming calls end at once.',
  },
  SIP_NUMBER_ANSWERED_OTHERWISE: {
    severity: 'warning',
    message: (value) => `Somebody else than chosen answers calls to ${value}`,
    fix: 'Provision again, or change the choice.',
    symptom: 'Callers reach another assistant.',
  },
} satisfies Record<string, FindingText>;
