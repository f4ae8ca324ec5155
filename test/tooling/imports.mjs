// Finds every import of the TypeScript (and .mjs) sources: static, `export … from`, `import()`, `require()`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const sourceFolders = ['nodes', 'credentials', 'bridge/src', 'test'];
const skippedFolders = new Set(['node_modules', 'dist']);
const isSource = (name) => /\.(ts|mts|cts|mjs)$/.test(name) && !/\.d\.[mc]?ts$/.test(name);

/**
 * One import statement. `file` and, for a file of the tree, `target` are paths from the root with forward
 * slashes; `target` of anything else is the package's name as written.
 *
 * @typedef {{ file: string, line: number, specifier: string, target: string, isLocal: boolean, typeOnly: boolean }} Import
 */

/**
 * @param {string} root
 * @returns {Import[]}
 */
export function importsUnder(root) {
  return sourceFolders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap(filesUnder)
    .flatMap((file) => importsOf(root, file));
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory())
      return skippedFolders.has(entry.name) ? [] : filesUnder(join(folder, entry.name));
    return entry.isFile() && isSource(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function importsOf(root, file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (literal, typeOnly) => {
    const { line } = source.getLineAndCharacterOfPosition(literal.getStart());
    const specifier = literal.text;
    found.push({
      file: slashed(root, file),
      line: line + 1,
      specifier,
      typeOnly,
      ...locate(root, file, specifier),
    });
  };
  const visit = (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add(node.moduleSpecifier, isTypeOnly(node));
    } else if (ts.isCallExpression(node) && isImportCall(node) && ts.isStringLiteralLike(node.arguments[0])) {
      add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** True when the compiler drops the import: it says `type`, as a whole or for every name. */
function isTypeOnly(node) {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
}

function isImportCall(node) {
  if (node.arguments.length === 0) return false;
  return (
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  );
}

function locate(root, file, specifier) {
  if (!specifier.startsWith('.')) return { target: specifier, isLocal: false };
  const path = resolve(dirname(file), specifier);
  const withoutJs = path.replace(/\.([mc]?)js$/, '.$1ts');
  const candidates = [path, withoutJs, `${path}.ts`, `${path}.mjs`, join(path, 'index.ts')];
  const target = candidates.find((one) => existsSync(one) && statSync(one).isFile()) ?? path;
  return { target: slashed(root, target), isLocal: true };
}

function slashed(root, path) {
  return relative(root, path).split(sep).join('/');
}
