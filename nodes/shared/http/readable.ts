import type { IExecuteFunctions } from 'n8n-workflow';

/** Node's own stream of bytes, by way of n8n's types: a node may not import `node:stream`, not even for its types. */
export type Readable = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;
