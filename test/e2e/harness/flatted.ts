/**
 * Reads the format in which n8n's internal REST answers execution data: the npm package `flatted`'s. It is a
 * JSON array of values in which a string stands for the index of another value; only strings that are values
 * of the array themselves are text. Values may refer to each other in circles.
 *
 * @param text e.g. `[{"name":"1"},"Ada"]`, which is `{"name": "Ada"}`
 * @throws if the text is no JSON array, or refers to a value that isn't there
 */
export function parseFlatted(text: string): unknown {
  const values: unknown = JSON.parse(text);
  if (!Array.isArray(values) || values.length === 0) {
    throw new Error(`Flatted text must be a non-empty JSON array, but is: ${text.slice(0, 80)}`);
  }
  const table: unknown[] = values;
  const finished = new Set<object>();

  function resolve(value: unknown): unknown {
    if (typeof value !== 'string') return value;
    const index = Number(value);
    if (!(index in table)) throw new Error(`Flatted text refers to value "${value}" of ${table.length}`);
    return finish(table[index]);
  }

  // References are replaced in place, and each value once, so circles end.
  function finish(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || finished.has(value)) return value;
    finished.add(value);
    const record = value as Record<string, unknown>;
    for (const key of Object.keys(record)) record[key] = resolve(record[key]);
    return value;
  }

  return finish(table[0]);
}
