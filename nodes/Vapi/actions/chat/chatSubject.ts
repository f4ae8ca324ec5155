import type { Subject } from '../common/idField';

export const chatSubject: Subject = { label: 'Chat', field: 'chatId', path: '/chat', search: 'searchChats' };
