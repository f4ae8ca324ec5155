import { randomUUID } from 'node:crypto';

/** One field of a form: text, or a file. */
export type FormPart =
  { field: string; value: string } | { field: string; bytes: Buffer; fileName: string; mimeType: string };

/** A form as it is sent. */
export interface FormBody {
  /** Of the `Content-Type` header. */
  contentType: string;
  body: Buffer;
}

const LINE = '\r\n';

/**
 * Writes a form as multipart/form-data. Source: RFC 7578; names are escaped as browsers do it (HTML standard, multipart
 * form data).
 *
 * @param boundary one that no part contains: a random one unless a test gives another
 */
export function multipartForm(
  parts: readonly FormPart[],
  boundary = `n8n-nodes-vapi-${randomUUID()}`,
): FormBody {
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}${LINE}${headOf(part)}${LINE}${LINE}`),
    'bytes' in part ? part.bytes : Buffer.from(part.value),
    Buffer.from(LINE),
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--${LINE}`)]),
  };
}

function headOf(part: FormPart): string {
  const disposition = `Content-Disposition: form-data; name="${escaped(part.field)}"`;
  if (!('bytes' in part)) return disposition;
  // A line break in it would begin a header of its own.
  const mimeType = part.mimeType.replace(/[^\x21-\x7e ]/g, '') || 'application/octet-stream';
  return `${disposition}; filename="${escaped(part.fileName)}"${LINE}Content-Type: ${mimeType}`;
}

function escaped(text: string): string {
  return text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}
