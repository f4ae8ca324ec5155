import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { IDS, picked } from '../../engineOperation';
import type { Request } from '../badServer';

/** An operation with the least that it needs, and how it talks to Vapi. */
export interface OperationCase {
  resource: string;
  operation: string;
  /** Which of the requests goes wrong, where the operation sends several. */
  about?: string;
  parameters: INodeParameters;
  items?: INodeExecutionData[];
  /** Answers of the requests that go well; undefined for the one that goes wrong. The URL is the stand-in's. */
  well?: (request: Request, url: string) => unknown;
  /** It is no error when Vapi does not know what is asked for. */
  notFoundIsAnAnswer?: boolean;
  /** It tells what is wrong with fields as its result. */
  reports?: boolean;
  /** POST that only reads, or leaves the same behind when done twice. */
  repeatablePost?: boolean;
  /** Many input items make one thing. */
  oneForAll?: boolean;
  /** Messages to a call go to a control URL, whose answers mean other things. */
  control?: boolean;
  /** Its answer is a file or a redirect to one. */
  file?: boolean;
}

/** In the name of a test. */
export const titleOf = ({ resource, operation, about }: OperationCase): string =>
  `${resource}.${operation}${about === undefined ? '' : ` (${about})`}`;

/** An ID of something else. */
export const other = '0d9c8b7a-6f5e-4d3c-8b2a-190807060504';

const { assistant, phoneNumber } = IDS;

export const plain = (
  resource: string,
  operation: string,
  parameters: INodeParameters = {},
  more: Partial<OperationCase> = {},
): OperationCase => ({ resource, operation, parameters, ...more });

/** Get, Get Many and Delete, which all resources have in common. */
export const usual = (resource: string, field: string, id: string = other): OperationCase[] => [
  plain(resource, 'get', { [field]: picked(id) }),
  plain(resource, 'getAll', { returnAll: true }),
  plain(resource, 'delete', { [field]: picked(id) }),
];

/** The least that a call needs. */
export const route: INodeParameters = {
  assistantId: picked(assistant),
  phoneNumberId: picked(phoneNumber),
  customerNumber: '+14155550123',
};

export const isPost = ({ method }: Request): boolean => method === 'POST';
export const isPatch = ({ method }: Request): boolean => method === 'PATCH';
