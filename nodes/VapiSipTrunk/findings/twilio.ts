import type { FindingText } from './findingText';
import { TWILIO_CHECK_FINDINGS } from './twilioCheck';

/** What can be wrong at Twilio. */
export const TWILIO_FINDINGS = {
  ...TWILIO_CHECK_FINDINGS,
  SIP_TWILIO_DOMAIN: {
    severity: 'error',
    message: (value) => `"${value}" is no termination domain of Twilio`,
    fix: 'Write lower-case letters, digits and - before .pstn.twilio.com, for example my-company.pstn.twilio.com. An edge is chosen in its own field.',
  },
  SIP_TWILIO_NO_EDGE: {
    severity: 'error',
    message: (value) => `No edge of Twilio is chosen for the trunk "${value}"`,
    fix: 'Choose the edges that calls may come from, best all of them: Twilio changes to another one when an edge is down.',
    symptom: 'Incoming calls are refused with SIP 401.',
  },
  SIP_TWILIO_EDGE: {
    severity: 'error',
    message: (value) => `Twilio has no edge "${value}" that this node knows`,
    fix: 'Choose an edge from the list, for example ashburn or dublin.',
  },
  SIP_TWILIO_TRUNK_FOREIGN: {
    severity: 'error',
    message: (value) => `The domain belongs to a trunk of another name already: ${value}`,
    fix: 'Choose another domain, give that trunk the name of this one in Twilio, or allow the use of an existing trunk.',
  },
  SIP_TWILIO_TRUNK_DOUBLED: {
    severity: 'warning',
    message: (value) => `Twilio has another trunk of this name: ${value}`,
    fix: 'If it is left over, delete it in Twilio; otherwise give one of them another name.',
  },
  SIP_TWILIO_TRUNK_STAYS: {
    severity: 'info',
    message: (value) => `The trunk was not made by this node and stays: ${value}`,
    fix: 'Delete it in Twilio if nothing else uses it.',
  },
  SIP_TWILIO_LIST_LIMIT: {
    severity: 'error',
    message: (value) => `The account has as many lists of this kind as Twilio allows: ${value}`,
    fix: 'Delete lists that no trunk uses, or let Vapi in by the other kind.',
  },
  SIP_TWILIO_ADDRESS_LIMIT: {
    severity: 'error',
    message: (value) => `The IP access control list is full: ${value}; Twilio allows 100 entries`,
    fix: "Take addresses out of the list, or rename it, so that the node makes one for Vapi's addresses alone.",
  },
  SIP_TWILIO_NUMBER_NOT_OURS: {
    severity: 'error',
    message: (value) => `The Twilio account does not have the number ${value}`,
    fix: 'Check the number and the account of the credential; a subaccount sees its own numbers only.',
  },
  SIP_TWILIO_NUMBER_NO_VOICE: {
    severity: 'error',
    message: (value) => `The number ${value} cannot be called: it has no voice capability`,
    fix: 'Take a number with voice capability.',
  },
  SIP_TWILIO_NUMBER_ON_TRUNK: {
    severity: 'error',
    message: (value) => `The number is on another trunk: ${value}`,
    fix: 'Take it off that trunk, or allow this node to move numbers from other trunks.',
  },
  SIP_TWILIO_NUMBER_MOVES: {
    severity: 'info',
    message: (value) => `The number is taken off another trunk: ${value}`,
    fix: 'Nothing, if that trunk can do without it.',
  },
  SIP_TWILIO_BUYS: {
    severity: 'info',
    message: (value) => `The number ${value} is bought: that costs money now and every month`,
    fix: 'Look the price up before you go on: the Twilio console shows it with the number, and https://www.twilio.com/en-us/pricing by country.',
  },
  SIP_TWILIO_BOUGHT_BEFORE: {
    severity: 'error',
    message: (value) => `The number that was bought for this trunk is on it already: ${value}`,
    fix: 'Buy another number in Twilio and add it here by its number; so none is ever bought twice by accident.',
  },
  SIP_TWILIO_BOUGHT_UNUSED: {
    severity: 'warning',
    message: (value) => `A number was bought for this trunk and is not on it: ${value}`,
    fix: 'Add it to the trunk by its number, or release it in Twilio: it costs money every month.',
  },
  SIP_TWILIO_NO_OFFER: {
    severity: 'error',
    message: (value) => `Twilio has no local number for sale for: ${value}`,
    fix: 'Try another area code or fewer digits, or buy a number in Twilio and fill it in here.',
  },
  SIP_TWILIO_OFFER_NEEDS_PAPERS: {
    severity: 'error',
    message: (value) => `Every number for sale needs a registered address or has no voice: ${value}`,
    fix: 'Buy the number in the Twilio console, where the address can be given, and fill it in here.',
  },
  SIP_TWILIO_FOREIGN_NUMBERS: {
    severity: 'error',
    message: (value) => `The trunk carries numbers that Vapi does not know by it: ${value}`,
    fix: 'Move them to another trunk first, or allow the removal of foreign numbers: they stay in the account and answer no call.',
  },
  SIP_TWILIO_OTHER_DOMAIN: {
    severity: 'error',
    message: (value) => `A trunk of this name has another termination domain than the chosen one: ${value}`,
    fix: 'Choose that Termination Domain if the trunk was provisioned with it. If that trunk is left over, take its numbers off and delete it in Twilio first.',
  },
  SIP_TWILIO_OTHER_ACCOUNT: {
    severity: 'error',
    message: (value) =>
      `Vapi has numbers on this trunk, and this Twilio account has neither the trunk nor these: ${value}`,
    fix: 'Choose the Twilio account and the termination domain that the trunk was provisioned with. If trunk and numbers are gone at Twilio, delete these phone numbers in Vapi first.',
  },
  SIP_TWILIO_NOT_RELEASED: {
    severity: 'warning',
    message: (value) =>
      `A number that was bought for this trunk is on another one by now, and is kept: ${value}`,
    fix: 'Nothing, if that trunk needs it; otherwise release it in Twilio.',
  },
  SIP_TWILIO_DOMAIN_RESERVED: {
    severity: 'info',
    message: (value) => `Twilio keeps the domain of a deleted trunk back for up to 30 days: ${value}`,
    fix: 'If the trunk is to be set up again soon, choose another domain then.',
  },
  SIP_TWILIO_NO_LOGIN: {
    severity: 'error',
    message: (value) => `The trunk has no login that could be changed: ${value}`,
    fix: 'Provision it with a login first.',
  },
} satisfies Record<string, FindingText>;
