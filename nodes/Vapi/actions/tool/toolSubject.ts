import type { Subject } from '../common/idField';

/** The tool that an operation is about. */
export const toolSubject: Subject = { label: 'Tool', field: 'toolId', path: '/tool', search: 'searchTools' };
