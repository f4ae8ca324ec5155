import type { FindingText, Severity } from './findingText';
import { FINDINGS, type FindingCode } from './table';

/** Something that doesn't fit, with the call that fails because of it. */
export interface Finding {
  severity: Severity;
  code: FindingCode;
  message: string;
  fix: string;
  /** What a caller or the SIP log shows, e.g. `SIP 401 on incoming calls`. */
  symptom?: string;
}

/**
 * A finding from the table.
 *
 * @param value the offending value, part of the message
 */
export function finding(code: FindingCode, value: string): Finding {
  const { severity, message, fix, symptom }: FindingText = FINDINGS[code];
  return { severity, code, message: message(value), fix, ...(symptom === undefined ? {} : { symptom }) };
}
