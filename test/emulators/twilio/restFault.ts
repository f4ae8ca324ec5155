/** What becomes of one REST request instead of its answer. */
export interface RestFault {
  /** HTTP status of the answer; left out where the connection is cut. */
  status?: number;
  /** Code of Twilio's error dictionary. */
  code?: number;
  message?: string;
  /** The request is carried out all the same, only its answer is lost. */
  carriedOut?: boolean;
  /** Cuts the connection without an answer. */
  cut?: boolean;
  /** Any method where left out. */
  method?: 'GET' | 'POST' | 'DELETE';
  /** Part of the path, without the query; any path where left out. */
  path?: string | RegExp;
}

/** Faults of the next requests, in order: a status to fail with, or more about it; undefined lets a request pass. */
export type RestFaults = Array<number | RestFault | undefined>;

/**
 * Takes the fault that is meant for a request: the next in line, or the next in line for that method and path. One that
 * waits for another request stays.
 */
export function takeFault(faults: RestFaults, method: string, path: string): RestFault | undefined {
  const index = faults.findIndex((fault) => isFor(fault, method, path));
  const fault = index < 0 ? undefined : faults.splice(index, 1)[0];
  return typeof fault === 'number' ? { status: fault } : fault;
}

function isFor(fault: number | RestFault | undefined, method: string, path: string): boolean {
  if (typeof fault !== 'object') return true;
  if (fault.method !== undefined && fault.method !== method) return false;
  const { path: wanted = '' } = fault;
  return typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path);
}
