/** Where a fact was read. */
export interface Source {
  link: string;
  /** Day on which it was read, ISO 8601. */
  read: string;
}

/** Something that a vendor may change at any time: with every place that says so. */
export interface Fact<T> {
  value: T;
  sources: readonly Source[];
  /** What a reader should know before relying on it. */
  note?: string;
}

/** Day on which all facts of this folder were looked up. */
const READ = '2026-11-21';

/** A fact with the pages that confirm it, the vendor's own first. */
export function fact<T>(value: T, links: readonly string[], note?: string): Fact<T> {
  return { value, sources: sourcesOf(links), ...(note === undefined ? {} : { note }) };
}

export function sourcesOf(links: readonly string[]): Source[] {
  return links.map((link) => ({ link, read: READ }));
}
