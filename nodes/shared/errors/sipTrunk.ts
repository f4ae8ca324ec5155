import type { ErrorText } from './errorText';

/** Setting up, checking and taking down SIP trunks. */
export const SIP_TRUNK_ERRORS = {
  SIP_INPUT_INVALID: {
    message: (value) => `Nothing was changed, because of what is filled in: ${value}`,
    fix: 'Correct these fields of the node, then run it again.',
  },
  SIP_PLAN_BLOCKED: {
    message: (value) => `Nothing was changed, because it could not work: ${value}`,
    fix: 'The operation Preview shows the same, with all the steps.',
  },
  SIP_STEP_FAILED: {
    message: (value) => `The run stopped at a step that failed: ${value}`,
    fix: 'Once the cause is gone, run the node again: what is there is found and not made a second time.',
  },
  SIP_ANOTHER_RUN: {
    message: (value) => `Another run is setting up the same trunk: it made ${value} first`,
    fix: 'Wait until that run is over, then run this one again: nothing is doubled.',
  },
  SIP_CHECK_FAILED: {
    message: (value) => `The trunk does not fit together: ${value}`,
    fix: 'The operation Check tells of each problem, with its fix and how it shows in a call.',
  },
} satisfies Record<string, ErrorText>;
