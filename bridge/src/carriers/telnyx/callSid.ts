/** A call's id at TeXML, which is its call_control_id and looks like `v3:9X2vxPDF…`. */
export function isCallSid(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,200}$/.test(value);
}
