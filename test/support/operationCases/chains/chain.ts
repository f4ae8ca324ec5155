import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { VapiEmulator, VapiEmulatorOptions } from '../../../emulators/vapi';
import type { EngineRun } from '../../engine';
import { picked } from '../../engineOperation';
import type { Step } from '../../engineTypes';
import { line, vapiNode, type NodeJson, type WorkflowJson } from '../workflowJson';

/** IDs of what was there before a chain ran, by a name of the chain's own. */
export type Seeded = Record<string, string>;

/** A workflow whose nodes hand their items on to each other, and what has to be true after it. */
export interface Chain {
  title: string;
  emulator?: Partial<VapiEmulatorOptions>;
  /** Puts into the emulator what the workflow expects there. */
  seed?: (vapi: VapiEmulator) => Seeded | Promise<Seeded>;
  workflow: (ids: Seeded) => WorkflowJson;
  items?: INodeExecutionData[];
  steps?: Readonly<Record<string, Step>>;
  check: (run: EngineRun, vapi: VapiEmulator, ids: Seeded) => void | Promise<void>;
}

/** The ID of the item that an earlier node gave, which also proves that items stay linked. */
export const idOf = (node: string): INodeParameters[string] => picked(`={{ $('${node}').item.json.id }}`);

export const someone = (vapi: VapiEmulator, more: object = {}): string =>
  vapi.seed('assistant', { name: 'Front desk', firstMessage: 'Hello', ...more }).id;

export const ownNumber = (vapi: VapiEmulator): string =>
  vapi.seed('phone-number', { provider: 'twilio', number: '+14155550100', name: 'Main line' }).id;

/** The five usual operations of a resource, one after the other. */
export function lifeOf(
  resource: string,
  idField: string,
  { create, update, more = [] }: { create: INodeParameters; update: INodeParameters; more?: NodeJson[] },
): WorkflowJson {
  const id = { [idField]: idOf('Create') };
  return line(`Life of a ${resource}`, [
    vapiNode('Create', resource, 'create', create),
    vapiNode('Get', resource, 'get', { [idField]: picked('={{ $json.id }}') }),
    vapiNode('Update', resource, 'update', { [idField]: picked('={{ $json.id }}'), ...update }),
    vapiNode('List', resource, 'getAll', { returnAll: true }),
    ...more,
    vapiNode('Delete', resource, 'delete', id),
  ]);
}

/** After {@link lifeOf}: one object was made, read, changed, listed, and is gone. */
export function expectLife(run: EngineRun, changed: object): void {
  const [created] = run.output('Create');
  expect(created?.id).toEqual(expect.any(String));
  expect(run.output('Get')).toEqual([expect.objectContaining({ id: created?.id })]);
  expect(run.output('Update')).toEqual([expect.objectContaining({ id: created?.id, ...changed })]);
  expect(run.output('List')).toEqual([expect.objectContaining({ id: created?.id, ...changed })]);
  expect(run.output('Delete')).toEqual([{ id: created?.id, deleted: true }]);
}
