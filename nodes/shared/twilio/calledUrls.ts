/**
 * The public addresses under which Twilio may have called a webhook of n8n. In `webhook()` n8n knows the production
 * address only, also when the request came to the test address, and a proxy may have cut a prefix off the path. Host
 * and X-Forwarded-* are the client's to choose, so they are not asked.
 *
 * @param productionUrl n8n's own address of the webhook, e.g. `https://n8n.example/webhook/calls`
 * @param arrived path and query of the request, e.g. `/webhook-test/calls?a=b`
 */
export function calledUrls(productionUrl: string, arrived: string): string[] {
  if (!URL.canParse(productionUrl)) return [];
  const origin = /^https?:\/\/[^/?#]+/i.exec(productionUrl)?.[0] ?? '';
  const mark = arrived.indexOf('?');
  const path = mark < 0 ? arrived : arrived.slice(0, mark);
  const query = mark < 0 ? '' : arrived.slice(mark);
  const production = productionUrl.slice(origin.length);
  // A client may send anything as its path; one without a slash would run into the host.
  const paths = [production, otherEndpoint(production, path), path].filter((one) => one.startsWith('/'));
  return [...new Set(paths.map((one) => origin + one + query))];
}

/**
 * The production path with the endpoint of the request, `/webhook-test/` for `/webhook/`: both are followed by the
 * same path of the node, and n8n may be set up with other names for them.
 */
function otherEndpoint(production: string, arrived: string): string {
  const ours = production.split('/');
  const theirs = arrived.split('/');
  let same = 0;
  while (same < Math.min(ours.length, theirs.length) && ours.at(-1 - same) === theirs.at(-1 - same)) same++;
  const endpoint = theirs.at(-1 - same);
  if (endpoint === undefined || endpoint === '' || same >= ours.length - 1) return production;
  ours[ours.length - 1 - same] = endpoint;
  return ours.join('/');
}
