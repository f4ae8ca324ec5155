import type { ErrorTable } from './table';

/** Requests that no route can take, and those that fail. */
export const requestErrors = {
  BODY_INVALID: {
    status: 400,
    message: 'The body of the request is not what this route takes.',
    hint: 'Send JSON of the form that /openapi.json describes for this route.',
  },
  QUERY_INVALID: {
    status: 400,
    message: 'The query of the request is not what this route takes.',
    hint: 'See /openapi.json for the parameters of this route; a cursor is the nextCursor of the page before.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'There is no such route.',
    hint: 'The routes are listed in the README of the bridge.',
  },
  REQUEST_INVALID: {
    status: 400,
    message: 'The request cannot be read.',
    hint: 'Check method, content type and size of the body.',
  },
  INTERNAL_ERROR: {
    status: 500,
    message: 'The bridge failed to handle the request.',
    hint: 'Look for "request failed" in the log of the bridge.',
  },
} as const satisfies ErrorTable;
