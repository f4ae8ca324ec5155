import fc from 'fast-check';
import { multipartForm, type FormPart } from '../../../../nodes/shared/http/multipart';

/** Node's own reader of forms: written by others, and stricter than most servers. */
async function read({ body, contentType }: ReturnType<typeof multipartForm>): Promise<FormData> {
  const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  return await response.formData();
}

const file = (bytes: Buffer, fileName = 'a.txt', mimeType = 'text/plain'): FormPart => ({
  ...{ field: 'file', bytes, fileName, mimeType },
});

it('writes fields and files as another implementation reads them', async () => {
  const bytes = Buffer.from([0, 13, 10, 45, 45, 255]);
  const form = multipartForm([
    file(bytes, 'preise.pdf', 'application/pdf'),
    { field: 'purpose', value: 'x' },
  ]);
  const data = await read(form);
  const uploaded = data.get('file') as File;
  expect([uploaded.name, uploaded.type]).toEqual(['preise.pdf', 'application/pdf']);
  expect(Buffer.from(await uploaded.arrayBuffer())).toEqual(bytes);
  expect(data.get('purpose')).toBe('x');
});

it.each([
  ['quotes', 'say "hi".txt', 'say "hi".txt'],
  ['other scripts', 'Öffnungszeiten 営業.txt', 'Öffnungszeiten 営業.txt'],
  ['a line break', 'a\r\nContent-Type: evil', 'a\r\nContent-Type: evil'],
])('keeps a file name with %s in its header', async (_, name, expected) => {
  const uploaded = (await read(multipartForm([file(Buffer.from('x'), name)]))).get('file') as File;
  // Browsers write quotes and line breaks as %22, %0D and %0A.
  expect(uploaded.name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')).toBe(expected);
  expect(uploaded.type).toBe('text/plain');
});

it('lets a MIME type add no header', () => {
  const { body } = multipartForm([file(Buffer.from('x'), 'a', 'text/plain\r\nX-Evil: 1')], 'b');
  expect(body.toString()).toContain('\r\nContent-Type: text/plainX-Evil: 1\r\n\r\nx\r\n--b--\r\n');
});

it('carries a form inside a form', async () => {
  const inner = multipartForm([file(Buffer.from('x')), { field: 'purpose', value: 'y' }]).body;
  const form = multipartForm([file(inner), { field: 'metadata', value: inner.toString() }]);
  const data = await read(form);
  expect([...data.keys()]).toEqual(['file', 'metadata']);
  expect(await (data.get('file') as File).text()).toBe(inner.toString());
  expect(data.get('metadata')).toBe(inner.toString());
});

it('takes another boundary each time', () => {
  const [one, other] = [multipartForm([]), multipartForm([])];
  expect(one.contentType).not.toBe(other.contentType);
});

it('loses no byte, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const uploaded = (await read(multipartForm([file(Buffer.from(bytes))]))).get('file') as File;
      expect(new Uint8Array(await uploaded.arrayBuffer())).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
});
