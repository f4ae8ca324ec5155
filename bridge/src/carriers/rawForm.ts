import type { FastifyInstance, FastifyRequest } from 'fastify';

const FORM = 'application/x-www-form-urlencoded';

/** A form as it was sent, which signatures cover, and what it says. */
interface RawForm {
  raw: Buffer;
  fields: Record<string, string>;
}

/** Makes the routes of this scope read forms so that their bytes can be had, too. Other bodies are refused (415). */
export function acceptRawForms(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(FORM, { parseAs: 'buffer' }, (_request, body, done) => {
    const raw = body as Buffer;
    done(null, { raw, fields: Object.fromEntries(new URLSearchParams(raw.toString())) } satisfies RawForm);
  });
}

/** The bytes of the form; none when there was no body. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return (request.body as RawForm | undefined)?.raw ?? Buffer.alloc(0);
}

/** The fields of the form. Of fields of one name the last counts. */
export function fieldsOf(request: FastifyRequest): Record<string, string> {
  return (request.body as RawForm | undefined)?.fields ?? {};
}

/** A field that is not empty, in memory of its own: a part of a longer text would keep all of it for the whole call. */
export function ownCopy(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : Buffer.from(value).toString();
}
