import type { IncomingMessage } from 'node:http';
import { ApiError } from './apiError';
import type { JsonObject } from './json';

const MAX_JSON_BYTES = 10 * 1024 * 1024;
const MAX_FORM_BYTES = 100 * 1024 * 1024;

/** A file in a form. */
export interface UploadedFile {
  name: string;
  mimetype: string;
  bytes: Buffer;
}

/** A request's body: the raw bytes, then what they say. */
export class RequestBody {
  private constructor(
    private readonly type: string,
    private readonly bytes: Buffer,
  ) {}

  /** @throws {ApiError} 413 */
  static async read(request: IncomingMessage): Promise<RequestBody> {
    const type = request.headers['content-type'] ?? '';
    const limit = isForm(type) ? MAX_FORM_BYTES : MAX_JSON_BYTES;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new ApiError(413, 'request entity too large');
      chunks.push(chunk);
    }
    return new RequestBody(type, Buffer.concat(chunks));
  }

  /** Parsed JSON, the fields of a form (a file as `UploadedFile`), or undefined for nothing or something else. */
  async parse(): Promise<unknown> {
    if (isForm(this.type)) return this.form();
    try {
      return JSON.parse(this.bytes.toString('utf8')) as unknown;
    } catch {
      return undefined;
    }
  }

  /** What is wrong with a body of which `parse` could make nothing. */
  get problem(): string | undefined {
    if (this.bytes.length === 0) return undefined;
    if (isForm(this.type)) return 'Multipart: Malformed part header';
    return `Unexpected token in JSON: ${this.bytes.toString('utf8', 0, 100)}`;
  }

  private async form(): Promise<JsonObject | undefined> {
    try {
      const headers = { 'content-type': this.type };
      const form = await new Response(new Uint8Array(this.bytes), { headers }).formData();
      const fields: JsonObject = {};
      for (const [name, value] of form)
        fields[name] = typeof value === 'string' ? value : await fileOf(value);
      return fields;
    } catch {
      return undefined;
    }
  }
}

function isForm(type: string): boolean {
  return type.toLowerCase().startsWith('multipart/form-data');
}

async function fileOf(file: File): Promise<UploadedFile> {
  return { name: file.name, mimetype: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
}
