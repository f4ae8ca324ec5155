import { TWILIO_EDGES } from '../presets/twilioEdges';
import type { Transport, TwilioSpec } from '../spec';
import { derivedDomain, typedDomain } from './domain';
import { readPurchase } from './purchase';
import type { Purpose } from './purpose';
import type { RawSpec } from './rawSpec';

/** What was filled in for Twilio, and what is wrong with it. */
export function readTwilio(
  raw: RawSpec,
  {
    name,
    accountSid,
    transport,
    purpose,
  }: {
    name: string;
    accountSid: string;
    transport: Transport;
    purpose: Purpose;
  },
): { twilio: TwilioSpec; problems: string[] } {
  const own = raw.part('twilio');
  const problems: string[] = [];
  const typed = own.optional('domain');
  const domain = typed === undefined ? derivedDomain(name, accountSid) : typedDomain(typed);
  if (domain === undefined)
    problems.push(
      `Termination Domain "${typed}" cannot be one: write letters, digits and dashes, as in acme-support.pstn.twilio.com`,
    );
  const edges = own.has('edges') ? own.list('edges') : Object.keys(TWILIO_EDGES);
  const terminationEdge = own.text('terminationEdge');
  problems.push(
    ...edges.flatMap((edge) => edgeProblems('Edge', edge)),
    ...(terminationEdge === '' ? [] : edgeProblems('Termination Edge', terminationEdge)),
  );
  if (edges.length === 0)
    problems.push('No edge is chosen: Vapi would refuse every call, so choose one or more in Edges');
  const secure = own.flag('secure');
  if (secure && transport !== 'tls')
    problems.push(`Secure Trunking needs the transport TLS, but it is ${transport.toUpperCase()}`);
  const { buy, problems: purchaseProblems } = readPurchase(raw.part('buy'), purpose);
  return {
    twilio: {
      ...{ domain: domain ?? '', edges: [...new Set(edges)], terminationEdge, secure },
      transferMode: (own.optional('transferMode') ?? 'disable-all') as TwilioSpec['transferMode'],
      ...(buy ? { buy } : {}),
      ...{ moveFromOtherTrunk: own.flag('moveFromOtherTrunk'), adoptTrunk: own.flag('adoptTrunk') },
    },
    problems: [...problems, ...purchaseProblems],
  };
}

function edgeProblems(field: string, edge: string): string[] {
  if (Object.hasOwn(TWILIO_EDGES, edge)) return [];
  return [`${field} "${edge}" is unknown: choose among ${Object.keys(TWILIO_EDGES).join(', ')}`];
}
