import type { Finding } from '../findings/finding';
import type { Plan } from '../plan/plan';
import type { Reader } from '../plan/reader';
import type { TrunkSpec } from '../spec';

/** What the builder allows when a trunk is taken down. */
export interface RemovalOptions {
  /** Give bought numbers back: they are lost. */
  releaseNumbers: boolean;
  /** Also where the trunk carries numbers that the node does not know of. */
  alsoForeignNumbers: boolean;
}

/** A change to a trunk that is there; everything else about it stays as it is. */
export type Change =
  /** The numbers of the spec come on top of those that it has. */
  | { kind: 'addNumbers' }
  /** Calls come from the networks of other edges. */
  | { kind: 'changeEdges' }
  /** A new login is made and put into Vapi, and only then the old one is taken away. */
  | { kind: 'rotateLogin' };

/** Makes up a login that can't be guessed; given by the caller, so that a plan depends on nothing else. */
export type MakeLogin = () => { username: string; password: string };

/**
 * A carrier: how its trunks are set up for Vapi. `W` is what was read at both sides; everything else is worked out
 * from it without asking anybody, so that a plan can be made, shown and tested without a change anywhere.
 */
export interface Carrier<W = unknown> {
  /** IDs of the carrier's side that the next node is likely to need: the step that yields each, by its output name. */
  ids: Readonly<Record<string, string>>;
  /** Reads all that matters on both sides. @throws NodeApiError, NodeOperationError when a side can't be read */
  read(reader: Reader, spec: TrunkSpec): Promise<W>;
  /** From what is there to what is wanted. Numbers that the trunk has already stay. */
  planProvision(spec: TrunkSpec, world: W, makeLogin: MakeLogin): Plan;
  /** Of the spec only the name, the carrier's own fields and what the change is about count. */
  planUpdate(spec: TrunkSpec, world: W, change: Change, makeLogin: MakeLogin): Plan;
  /** Takes down what {@link planProvision} made, in the order in which callers suffer least. */
  planRemoval(spec: TrunkSpec, world: W, options: RemovalOptions): Plan;
  /** What doesn't fit between both sides and the wish. */
  check(spec: TrunkSpec, world: W): Finding[];
}
