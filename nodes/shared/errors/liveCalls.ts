import type { ErrorText } from './errorText';

/** Live control, and what is left of a call: recordings and logs. */
export const LIVE_CALL_ERRORS = {
  CONTROL_URL_REFUSED: {
    message: (value) => `The control URL cannot be used: ${value}`,
    fix: 'Use monitor.controlUrl of the call as Vapi gave it, or choose the call by its ID. Control URLs begin with https:// and lead to a host under vapi.ai; others only if scheme, host and port are those of the custom base URL in the Vapi API credential.',
  },
  LIVE_ENDED: {
    message: (value) => `The call has ended: ${value}`,
    fix: 'Live control reaches calls in progress only. If a workflow may come too late, set On Error of this node to continue.',
  },
  LIVE_GONE: {
    message: (value) => `The call has ended or live control is off: ${value}`,
    fix: 'Look at the status of the call with Call > Get. If it is in progress, switch on the control URL in the monitor plan of the assistant.',
  },
  LIVE_OFF: {
    message: (value) => `Live control is off for the call ${value}: it has no control URL`,
    fix: 'Switch on control (controlEnabled) in the monitor plan of the assistant; it holds for calls that begin afterwards.',
  },
  LIVE_NOT_BEGUN: {
    message: (value) => `The call ${value} has not begun yet, so it has no control URL`,
    fix: 'Wait until its status is in-progress: the Vapi Trigger gets it as a status update.',
  },
  LIVE_KEY_NEEDED: {
    message: (value) => `This call can be controlled with the public key only: ${value}`,
    fix: 'Write the public key of the organisation into the Vapi API credential, or switch off control authentication in the monitor plan of the assistant. The private key is never sent to a control URL.',
  },
  LIVE_KEY_REFUSED: {
    message: (value) => `The control URL refused the public key: ${value}`,
    fix: 'Check the public key in the Vapi API credential: it has to be one of the organisation that the call belongs to.',
  },
  LIVE_REDIRECTED: {
    message: (value) => `The control URL answered with a redirect, which is not followed: ${value}`,
    fix: 'Use monitor.controlUrl of the call as Vapi gave it, or choose the call by its ID.',
  },
  LIVE_REFUSED: {
    message: (value) => `Vapi refused the message: ${value}`,
    fix: 'The message says why. Correct the fields of this node.',
  },
  LIVE_UNCLEAR: {
    message: (value) => `It is not known whether the message reached the call: ${value}`,
    fix: 'It was not repeated, because it would be said or done twice. Look at the transcript of the call.',
  },
  RECORDING_TOO_EARLY: {
    message: (value) => `There is no recording yet: ${value}`,
    fix: 'Recordings are there some seconds after the call has ended. Start from the end-of-call report of the Vapi Trigger, or wait.',
  },
  RECORDING_ABSENT: {
    message: (value) => `The call has no such recording: ${value}`,
    fix: 'Right after the end of a call try again in a few seconds. Otherwise it is not recorded: look at the recording settings (artifact plan) and the compliance settings of the assistant. Video has to be switched on.',
  },
  DOWNLOAD_REFUSED: {
    message: (value) => `Vapi led to an address that this node does not open: ${value}`,
    fix: 'Files are read from public https addresses only. With a custom base URL in the credential, from its host, too.',
  },
  DOWNLOAD_FAILED: {
    message: (value) => `The file could not be read from its storage: ${value}`,
    fix: 'Run the node again. If the assistant keeps recordings in a storage of your own, check its credential in Vapi.',
  },
  DOWNLOAD_TOO_LARGE: {
    message: (value) => `The file is larger than ${value}`,
    fix: 'Raise Maximum Size in the additional fields of this node.',
  },
  LOGS_UNREADABLE: {
    message: (value) => `The call logs could not be unpacked: ${value}`,
    fix: 'Get them as a file instead.',
  },
} satisfies Record<string, ErrorText>;
