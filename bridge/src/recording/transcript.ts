import type { Turn } from '../relay/peer';
import type { Files } from './files';

/** A turn of the conversation that is recorded. */
export interface SpokenTurn extends Turn {
  /** When it was complete, from the beginning of the recording on. */
  seconds: number;
}

/** Hours of conversation have less, in bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface TranscriptWriterOptions {
  files: Pick<Files, 'appendFile'>;
  path: string;
  /** The file is made after this; it never rejects. */
  ready: Promise<void>;
  /** Told of the first failure. */
  failed: (error: unknown) => void;
}

/**
 * Writes what was said beside a recording, a turn of JSON a line, as soon as it is complete: a crash loses none. There
 * is a file only if there are words. Writing never throws: the first failure ends it.
 */
export class TranscriptWriter {
  #work: Promise<void>;
  #bytes = 0;
  #isOver = false;

  constructor(private readonly options: TranscriptWriterOptions) {
    this.#work = options.ready;
  }

  /** Writes a turn some time soon. */
  add({ role, text, seconds }: SpokenTurn): void {
    if (this.#isOver) return;
    const line = `${JSON.stringify({ role, text, seconds })}\n`;
    this.#bytes += Buffer.byteLength(line);
    if (this.#bytes > MAX_BYTES) return;
    this.#work = this.#work.then(() => this.#write(line));
  }

  /** Resolves when everything is written, or nothing more can be; nothing is taken any more. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#work;
  }

  async #write(line: string): Promise<void> {
    const { files, path, failed } = this.options;
    try {
      // Only for who runs the bridge, as the audio is.
      await files.appendFile(path, line, { mode: 0o600 });
    } catch (error) {
      if (!this.#isOver) failed(error);
      this.#isOver = true;
    }
  }
}

/** The turns in the file at `path`; none where there is no such file. @throws what keeps it from being read */
export async function readTranscript(files: Pick<Files, 'readFile'>, path: string): Promise<SpokenTurn[]> {
  const text = await files.readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap(parseTurn);
}

/** None: an empty line, or one that a crash has cut off. */
function parseTurn(line: string): SpokenTurn[] {
  try {
    const { role, text, seconds } = JSON.parse(line) as Partial<SpokenTurn>;
    const isTurn = (role === 'user' || role === 'assistant') && typeof text === 'string';
    return isTurn ? [{ role, text, seconds: Number(seconds) }] : [];
  } catch {
    return [];
  }
}
