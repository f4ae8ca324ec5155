import type { IDataObject } from 'n8n-workflow';

export type Severity = 'error' | 'warning' | 'info';

/** Something that a call would run into. */
export interface Problem extends IDataObject {
  severity: Severity;
  code: string;
  message: string;
  fix: string;
}

interface ProblemText {
  severity: Severity;
  message: (value: string) => string;
  fix: string;
}

/** What can be found, once: an error keeps the call from being right, a warning may, info is good to know. */
const PROBLEMS = {
  ASSISTANT_UNKNOWN: {
    severity: 'error',
    message: (value) => `Vapi has no assistant ${value}`,
    fix: 'Choose one of the organisation and region of the credential.',
  },
  CALLS_ITSELF: {
    severity: 'error',
    message: (value) => `${value} would call itself`,
    fix: 'Choose another phone number to call from, or check the customer number.',
  },
  FREE_NUMBER_ABROAD: {
    severity: 'error',
    message: (value) => `A free number of Vapi calls the United States only, not ${value}`,
    fix: 'Import a number of your own (Phone Number > Create: Twilio, Vonage, Telnyx or SIP).',
  },
  FREE_NUMBER_LIMITED: {
    severity: 'info',
    message: () =>
      'A free number of Vapi makes a limited number of calls a day, and Vapi does not say how many are left',
    fix: 'For more than tests import a number of your own.',
  },
  FREE_NUMBER_MAYBE_ABROAD: {
    severity: 'warning',
    message: (value) =>
      `A free number of Vapi calls the United States only, and the area code of ${value} belongs to another country`,
    fix: 'Import a number of your own (Phone Number > Create: Twilio, Vonage, Telnyx or SIP).',
  },
  LINES_BUSY: {
    severity: 'warning',
    message: (value) => `All lines seem to be busy: ${value}`,
    fix: 'Vapi takes the call, but places it when another one has ended. Wait, or raise the concurrency limit in Vapi.',
  },
  NUMBER_UNCHECKED: {
    severity: 'warning',
    message: (value) => `The number ${value} is in no international format, which carriers need`,
    fix: 'Switch on Check Number Format, or call from a number of your own SIP trunk.',
  },
  PHONE_NUMBER_INACTIVE: {
    severity: 'error',
    message: (value) => `The phone number to call from cannot be used: it is ${value}`,
    fix: 'Wait until it is active, or choose another one. A blocked number is a matter for the support of Vapi.',
  },
  PHONE_NUMBER_UNKNOWN: {
    severity: 'error',
    message: (value) => `Vapi has no phone number ${value}`,
    fix: 'Choose one of the organisation and region of the credential.',
  },
  PHONE_TO_SIP: {
    severity: 'warning',
    message: (value) =>
      `A number of ${value} calls phone numbers; SIP addresses are for SIP numbers and own trunks`,
    fix: 'Call from a SIP number of Vapi, or from a number of your own SIP trunk.',
  },
  PLACEHOLDER_EMPTY: {
    severity: 'error',
    message: (value) => `There is no value for the placeholder ${value}`,
    fix: 'Give the variable in this node, or write a default: {{ name | default: "there" }}. Vapi leaves the place empty without an error.',
  },
  SCHEDULE_OVER: {
    severity: 'error',
    message: (value) => `The latest start ${value} is over`,
    fix: 'Set Latest Start to a time to come. Times without a zone are in the time zone of the workflow.',
  },
  SCHEDULE_PAST: {
    severity: 'warning',
    message: (value) => `The earliest start ${value} is over, so the call is placed at once`,
    fix: 'Set Earliest Start to a time to come. Times without a zone are in the time zone of the workflow.',
  },
  SIP_TO_PHONE: {
    severity: 'error',
    message: (value) => `The SIP number ${value} cannot call phone numbers`,
    fix: 'Call a SIP address, or choose a phone number to call from.',
  },
  SQUAD_UNKNOWN: {
    severity: 'error',
    message: (value) => `Vapi has no squad ${value}`,
    fix: 'Choose one of the organisation and region of the credential.',
  },
  TOOL_UNKNOWN: {
    severity: 'error',
    message: (value) => `Vapi has no tool ${value}`,
    fix: 'Remove it from the model of the assistant, or create it again.',
  },
  VARIABLE_HIDES: {
    severity: 'warning',
    message: (value) => `The variable ${value} hides the one of that name that Vapi fills in itself`,
    fix: 'Give it another name, here and in the prompt.',
  },
  VARIABLE_UNUSED: {
    severity: 'info',
    message: (value) => `No text of the assistant uses the variable ${value}`,
    fix: 'Check its spelling against the placeholders of the prompt and first message.',
  },
} satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A problem of the table. */
export function problem(code: ProblemCode, value = ''): Problem {
  const { severity, message, fix }: ProblemText = PROBLEMS[code];
  return { severity, code, message: message(value), fix };
}
