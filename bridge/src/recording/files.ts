import type * as promises from 'node:fs/promises';

/** What recordings need of the file system; tests put a full disk in its place. */
export type Files = Pick<
  typeof promises,
  'appendFile' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm' | 'writeFile'
>;
