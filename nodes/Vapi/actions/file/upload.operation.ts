import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { group } from '../../../shared/form/collections';
import { choice, json, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { multipartForm, type FormPart } from '../../../shared/http/multipart';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { readFile } from './readFile';
import { PURPOSES } from './purposes';
import { simplifyFile } from './simplifyFile';

/** Vapi refuses longer metadata. Source: Vapi API reference, CreateFileDTO. */
const MAX_METADATA_LENGTH = 4096;

const input: INodeProperties = {
  displayName: 'Input Data Field Name',
  name: 'binaryPropertyName',
  type: 'string',
  required: true,
  default: 'data',
  hint: 'The name of the input field that holds the file',
  description: 'The file to upload, at most 100 MB',
};

const form = formFor([
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    text({
      displayName: 'File Name',
      path: 'fileName',
      placeholder: 'e.g. opening-hours.pdf',
      description: 'Instead of the name that the file has in n8n; its ending tells Vapi what it is',
    }),
    json({
      displayName: 'Metadata (JSON)',
      path: 'metadata',
      description: 'Kept with the file, at most 4096 characters',
    }),
    choice({
      displayName: 'Purpose',
      path: 'purpose',
      default: 'assistant',
      options: PURPOSES,
      description: 'What the file is for; choose Knowledge Base for one that is added to a knowledge base',
    }),
  ]),
]);

/** Uploads a file. Source: Vapi API reference, POST /file (multipart/form-data: file, purpose, metadata). */
export const upload: ItemOperation = {
  option: {
    name: 'Upload',
    value: 'upload',
    action: 'Upload a file',
    description: 'Upload a file from an input item, such as a document for a knowledge base',
  },
  properties: [input, simplifyProperty, ...form.properties],
  execute: async (context, itemIndex) => {
    const { fileName, purpose, metadata } = form.read(context, itemIndex);
    const property = textOf(context.getNodeParameter('binaryPropertyName', itemIndex, 'data'));
    const file = await readFile(context, itemIndex, property, fileName as string | undefined);
    const parts: FormPart[] = [
      { field: 'file', ...file },
      ...(purpose === undefined ? [] : [{ field: 'purpose', value: String(purpose) }]),
      ...(metadata === undefined
        ? []
        : [{ field: 'metadata', value: metadataText(context, itemIndex, metadata) }]),
    ];
    const { contentType, body } = multipartForm(parts);
    const uploaded = await vapiRequest.call(context, {
      method: 'POST',
      path: '/file',
      body,
      headers: { 'Content-Type': contentType },
      itemIndex,
    });
    return [outputOf(uploaded, wantsSimple(context, itemIndex), simplifyFile)];
  },
};

function metadataText(context: IExecuteFunctions, itemIndex: number, metadata: unknown): string {
  const written = JSON.stringify(metadata);
  if (written.length <= MAX_METADATA_LENGTH) return written;
  const what = `Metadata has ${written.length} characters, at most ${MAX_METADATA_LENGTH} are possible`;
  throw fail(context.getNode(), 'INPUT_TOO_LONG', what, itemIndex);
}
