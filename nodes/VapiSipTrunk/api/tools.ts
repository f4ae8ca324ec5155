import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { Tools } from '../plan/apply';
import { readerFor } from './reader';
import { servicesFor } from './services';
import { writerFor } from './writer';

/** What a plan is made and carried out with, for one item: the services with the credentials of the node. */
export function toolsFor(context: IExecuteFunctions, itemIndex: number): Tools {
  const services = servicesFor(context, itemIndex);
  const node = context.getNode();
  return { node, reader: readerFor(services), writer: writerFor(services, node), sleep };
}
