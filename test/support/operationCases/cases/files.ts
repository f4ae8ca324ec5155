import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { IDS, picked } from '../../engineOperation';
import type { Request } from '../badServer';
import { isPost, other, plain, usual, type OperationCase } from './operationCase';

const { tool, file } = IDS;

const base: INodeParameters = { knowledgeBaseId: picked(other) };
const unready: INodeParameters = { waitUntilReady: false };
const isAttaching = ({ method, path }: Request): boolean => method === 'POST' && path.endsWith('/file');

const documents: INodeExecutionData[] = [0, 1].map(() => ({
  json: {},
  binary: {
    data: { data: Buffer.from('Open').toString('base64'), mimeType: 'text/plain', fileName: 'a.txt' },
  },
}));

export const fileCases: OperationCase[] = [
  ...usual('file', 'fileId', file),
  plain('file', 'upload', {}, { items: documents }),
  plain('file', 'update', { fileId: picked(file), updateFields: { name: 'A' } }),
  ...usual('knowledgeBase', 'knowledgeBaseId'),
  plain('knowledgeBase', 'create', { name: 'A', ...unready }),
  plain(
    'knowledgeBase',
    'create',
    { name: 'A', fileIds: file, ...unready },
    {
      about: 'adding a file',
      well: (request) => (isAttaching(request) ? undefined : { id: other, toolId: tool, files: [] }),
    },
  ),
  plain(
    'knowledgeBase',
    'create',
    { name: 'A', ...unready },
    { about: 'looking at it', well: (request) => (isPost(request) ? { id: other } : undefined) },
  ),
  plain('knowledgeBase', 'addFiles', { ...base, fileIds: file, ...unready }),
  plain('knowledgeBase', 'update', { ...base, updateFields: { name: 'A' } }),
  plain('knowledgeBase', 'removeFile', { ...base, fileId: picked(file) }),
  plain('knowledgeBase', 'retryFile', { ...base, fileId: picked(file) }, { repeatablePost: true }),
];
