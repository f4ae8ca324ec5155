import type { INodeProperties } from 'n8n-workflow';
import { group, keyValues } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { choice, flag, json, number, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { PagingStyle } from '../../../shared/paging';

/** What the fields say. */
export interface CustomRequest {
  method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  path: string;
  query?: Record<string, unknown>;
  body?: unknown;
  /** Only for GET. */
  pagination?: PagingStyle;
  returnAll?: boolean;
  limit?: number;
  headers?: Record<string, unknown>;
}

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

export const requestForm = formFor([
  choice({
    displayName: 'Method',
    path: 'method',
    closed: true,
    default: 'GET',
    options: METHODS.map((name) => ({ name, value: name })),
  }),
  text({
    displayName: 'Path',
    path: 'path',
    required: true,
    placeholder: 'e.g. /eval',
    description: 'Below the base URL of the credential, as in the API reference of Vapi',
  }),
  choice({
    displayName: 'Specify Query',
    path: 'specifyQuery',
    closed: true,
    default: 'fields',
    options: [
      { name: 'Using Fields Below', value: 'fields' },
      { name: 'Using JSON', value: 'json' },
    ],
  }),
  ...onlyWhen({ specifyQuery: ['fields'] }, [
    keyValues({ displayName: 'Query Parameters', path: 'query', name: 'queryParameters', row: 'Parameter' }),
  ]),
  ...onlyWhen({ specifyQuery: ['json'] }, [
    json({
      displayName: 'Query (JSON)',
      path: 'query',
      name: 'queryJson',
      placeholder: 'e.g. { "assistantId": "…" }',
    }),
  ]),
  ...onlyWhen({ method: ['DELETE', 'PATCH', 'POST', 'PUT'] }, [
    json({
      displayName: 'Body (JSON)',
      path: 'body',
      kind: 'any',
      default: '',
      placeholder: 'e.g. { "name": "Reminder" }',
      description: 'An object or list; without one no body is sent',
    }),
  ]),
  ...onlyWhen({ method: ['GET'] }, [
    choice({
      displayName: 'Pagination',
      path: 'pagination',
      closed: true,
      default: 'none',
      options: [
        {
          name: 'Creation Time',
          value: 'cursor',
          description: 'For lists that take createdAtLe and limit and answer with a bare list',
        },
        { name: 'None', value: 'none', description: 'One request' },
        {
          name: 'Page Number',
          value: 'page',
          description: 'For lists that take page and limit and answer with results and metadata',
        },
      ],
      description:
        'How Vapi divides this list; the node reads page after page and adds these parameters itself',
    }),
  ]),
  ...onlyWhen({ method: ['GET'], pagination: ['cursor', 'page'] }, [
    flag({
      displayName: 'Return All',
      path: 'returnAll',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
    }),
  ]),
  ...onlyWhen({ method: ['GET'], pagination: ['cursor', 'page'], returnAll: [false] }, [
    number({
      displayName: 'Limit',
      path: 'limit',
      default: 50,
      min: 1,
      description: 'Max number of results to return',
    }),
  ]),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    keyValues({
      displayName: 'Headers',
      path: 'headers',
      row: 'Header',
      description: 'Sent besides the key, which the credential adds; not possible with pagination',
    }),
  ]),
]);

export const requestProperties: INodeProperties[] = requestForm.properties;
