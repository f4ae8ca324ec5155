/** An error keeps a plan from being carried out; a warning doesn't. */
export type Severity = 'error' | 'warning' | 'info';

export interface FindingText {
  severity: Severity;
  message: (value: string) => string;
  /** What the builder does about it. */
  fix: string;
  /** How it shows in a call or in a SIP log, e.g. `Incoming calls are refused with SIP 401.` */
  symptom?: string;
}
