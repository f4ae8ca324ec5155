/** Prints rows under a heading, columns aligned; numbers to the right. */
export function printTable(
  heading: readonly string[],
  rows: ReadonlyArray<ReadonlyArray<string | number>>,
): void {
  const texts = rows.map((row) => row.map(String));
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = heading.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  console.log(line(heading));
  for (const row of texts) console.log(line(row));
}

export const mib = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;
