import type { Writer } from '../../../nodes/VapiSipTrunk/plan/writer';

/** The process is gone: nothing after it happens, nobody rolls back. */
export class Killed extends Error {
  constructor() {
    super('The process was killed.');
    this.name = 'Killed';
  }
}

/** `before` the request reaches the service, or `after` it was carried out and before its answer is read. */
export type When = 'before' | 'after';

/** A writer whose process is killed at its `step`-th request, counted from 0. */
export function killedWriter(writer: Writer, step: number, when: When): Writer {
  let count = -1;
  return {
    async send(request) {
      count += 1;
      if (count < step) return await writer.send(request);
      if (count === step && when === 'after') await writer.send(request);
      throw new Killed();
    },
  };
}
