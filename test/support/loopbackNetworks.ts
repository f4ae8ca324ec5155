/**
 * Public networks that tests place SIP calls from, and the loopback networks that stand for them. All of 127.0.0.0/8 is
 * local on Linux, so a peer can bind any address of it, and a server sees where a call comes from as it would on the
 * internet. Whole /24 networks, so that the neighbours of a carrier's addresses are there, too.
 */
const NETWORKS: ReadonlyArray<readonly [whose: string, publicly: string, loopback: string]> = [
  ['Twilio, Ashburn', '54.172.60', '127.172.60'],
  ['Twilio, Umatilla', '54.244.51', '127.244.51'],
  ['Twilio, Dublin', '54.171.127', '127.171.127'],
  ['Twilio, Frankfurt', '35.156.191', '127.156.191'],
  ['Twilio, Singapore', '54.169.127', '127.169.127'],
  ['Twilio, Tokyo', '54.65.63', '127.65.63'],
  ['Twilio, São Paulo', '177.71.206', '127.71.206'],
  ['Twilio, Sydney', '54.252.254', '127.252.254'],
  ['Vapi, US', '44.229.228', '127.229.228'],
  ['Vapi, US', '44.238.177', '127.238.177'],
  ['Vapi, EU', '63.182.83', '127.182.83'],
  ['Telnyx, US', '192.76.120', '127.76.120'],
  ['Telnyx, US', '64.16.250', '127.16.250'],
  ['Telnyx, Europe', '185.246.41', '127.246.41'],
  ['DIDWW', '46.19.209', '127.19.209'],
  ['DIDWW', '185.238.173', '127.238.173'],
  ['A carrier set up by hand', '203.0.113', '127.0.113'],
  ['Somebody else', '198.51.100', '127.51.100'],
];

/**
 * The loopback address that stands for a public one.
 *
 * @throws {Error} for an address of a network that is not in the table
 */
export function toLoopback(address: string): string {
  const [block, host] = split(address);
  const row = NETWORKS.find(([, publicly]) => publicly === block);
  if (row === undefined)
    throw new Error(
      `No loopback network stands for ${address}: add its /24 to test/support/loopbackNetworks.ts.`,
    );
  return `${row[2]}.${host}`;
}

/** The public address that a loopback one stands for; any other as it is. */
export function toPublic(address: string): string {
  const [block, host] = split(address);
  const row = NETWORKS.find(([, , loopback]) => loopback === block);
  return row === undefined ? address : `${row[1]}.${host}`;
}

function split(address: string): [block: string, host: string] {
  const dot = address.lastIndexOf('.');
  return [address.slice(0, dot), address.slice(dot + 1)];
}
