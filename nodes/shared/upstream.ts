import type { INode } from 'n8n-workflow';

interface NodeInWorkflow {
  name: string;
  type: string;
  disabled?: boolean;
}

/** The part of n8n's function contexts that knows the workflow's connections. */
interface WorkflowView {
  getNode(): INode;
  getParentNodes(name: string): NodeInWorkflow[];
  getChildNodes(name: string): NodeInWorkflow[];
}

/** The type without the package in front of it: `n8n-nodes-vapi.vapiRespond`, `CUSTOM.vapiRespond`. */
function typeName(node: NodeInWorkflow): string {
  return node.type.slice(node.type.lastIndexOf('.') + 1);
}

/** Nodes of our type before the current one, nearest first as n8n lists them. */
export function findAbove(view: WorkflowView, type: string): NodeInWorkflow[] {
  return view.getParentNodes(view.getNode().name).filter((node) => typeName(node) === type);
}

/** Nodes of our type after the current one. */
export function findBelow(view: WorkflowView, type: string): NodeInWorkflow[] {
  return view.getChildNodes(view.getNode().name).filter((node) => typeName(node) === type);
}
