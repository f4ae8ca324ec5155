// Which way imports may point (see the layout in CONTRIBUTING and docs/): from what others build on, nothing
// points back. A rule reads: files that begin with `from` may import only what begins with one of `only`, or
// nothing that begins with one of `never`. `only` with `packages: false` excludes packages and Node's modules, but
// for the types of those in `typesOf`, of which nothing is left in the compiled code.

/** A package of this repository is the folder it comes from. */
const workspacePackages = { 'vapi-bridge': 'bridge/', 'n8n-nodes-vapi': 'nodes/' };

const rules = [
  {
    from: 'nodes/shared/protocol/',
    only: ['nodes/shared/protocol/'],
    packages: false,
    typesOf: ['@vapi-ai/server-sdk'],
    why: 'protocol modules are pure: they import nothing outside their folder',
  },
  { from: 'nodes/shared/', only: ['nodes/shared/'], why: 'what all nodes share knows none of them' },
  { from: 'nodes/', never: ['bridge/', 'test/'], why: 'nodes and bridge meet over HTTP alone' },
  {
    from: 'credentials/',
    never: ['bridge/', 'test/'],
    why: 'credentials ship with the nodes, the bridge does not',
  },
  {
    from: 'bridge/',
    never: ['nodes/', 'credentials/', 'test/'],
    why: 'nodes and bridge meet over HTTP alone',
  },
  {
    from: 'test/emulators/',
    never: ['nodes/', 'credentials/', 'bridge/'],
    why: 'an emulator that shares our code shares our mistakes',
  },
  {
    from: 'bridge/src/relay/',
    never: ['bridge/src/carriers/', 'bridge/src/vapi/'],
    why: 'the relay knows both ends only as peers',
  },
];

/**
 * @param {import('./imports.mjs').Import[]} imports
 * @returns {string[]} one line per import that points the wrong way
 */
export function wrongDirections(imports) {
  return imports.flatMap((one) =>
    rules
      .filter((rule) => one.file.startsWith(rule.from) && !isAllowed(rule, one))
      .map((rule) => `${one.file}:${one.line} imports "${one.specifier}", but ${rule.why}.`),
  );
}

function isAllowed(rule, { target, isLocal, typeOnly }) {
  const folder = isLocal ? target : folderOfPackage(target);
  if (rule.never !== undefined) return !rule.never.some((prefix) => folder?.startsWith(prefix));
  if (typeOnly && rule.typesOf?.includes(target)) return true;
  if (folder === undefined) return rule.packages !== false;
  return rule.only.some((prefix) => folder.startsWith(prefix));
}

function folderOfPackage(specifier) {
  const name = Object.keys(workspacePackages).find(
    (one) => specifier === one || specifier.startsWith(`${one}/`),
  );
  return name === undefined ? undefined : workspacePackages[name];
}
