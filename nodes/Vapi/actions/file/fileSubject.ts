import type { Subject } from '../common/idField';

export const fileSubject: Subject = { label: 'File', field: 'fileId', path: '/file', search: 'searchFiles' };
