import type { Reader } from '../plan/reader';
import type { Services } from './services';

/** Reads from the services, every page of a list. Reads are repeated after failures that pass. */
export function readerFor(services: Services): Reader {
  return {
    get: async (read) => await services[read.service].get(read),
    list: async (read, rows) => await services[read.service].list(read, rows),
  };
}
