import type { INode } from 'n8n-workflow';
import type { Reader } from './reader';
import type { Writer } from './writer';

/** What a plan is carried out with. */
export interface Tools {
  node: INode;
  reader: Reader;
  writer: Writer;
  sleep: (ms: number) => Promise<void>;
}
