import type { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database of SQLite. Node's own module is loaded here and not imported, so that a bridge without events has
 * neither its memory nor its start-up time, and its warning of being experimental stays out of the log.
 * @throws what SQLite throws when the file can't be opened
 */
export function openDatabase(file: string): DatabaseSync {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
    return new Database(file);
  } finally {
    process.emitWarning = emitWarning;
  }
}
