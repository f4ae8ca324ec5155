import { isFinished, readExecution, type Execution, type ExecutionSummary } from './executions';
import { poll } from './poll';
import type { RestTransport } from './restTransport';

/** A workflow as the editor exports it. */
export interface WorkflowJson {
  id?: string;
  name: string;
  nodes: unknown[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
  pinData?: Record<string, unknown>;
}

export interface SavedWorkflow extends WorkflowJson {
  id: string;
  versionId: string;
  active: boolean;
}

export interface DataTable {
  id: string;
  name: string;
  projectId: string;
  columns: Array<{ name: string; type: string }>;
}

interface PublicationStatus {
  status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
  liveVersionId: string | null;
  triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

/** What the tests do to n8n as its owner, over the REST API that the editor uses. */
export class N8nRest {
  constructor(private readonly transport: RestTransport) {}

  /** For an endpoint that has no method here. @see RestTransport.request */
  request<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.transport.request<T>(method, path, body);
  }

  /** Creates a workflow, unpublished. An `id` in it is kept. */
  async createWorkflow(workflow: WorkflowJson): Promise<SavedWorkflow> {
    const { id, name, nodes, connections, settings, pinData } = workflow;
    const body = { id, name, nodes, connections, settings: settings ?? {}, pinData };
    return await this.request<SavedWorkflow>('POST', '/workflows', body);
  }

  /** Saves changes as a draft; the published version goes on until {@link publish}. */
  async updateWorkflow(id: string, changes: Partial<WorkflowJson>): Promise<SavedWorkflow> {
    const { versionId } = await this.workflow(id);
    return await this.request<SavedWorkflow>('PATCH', `/workflows/${id}`, { versionId, ...changes });
  }

  async workflow(id: string): Promise<SavedWorkflow> {
    return await this.request<SavedWorkflow>('GET', `/workflows/${id}`);
  }

  /**
   * Publishes the newest version and waits until its triggers are live: n8n answers the request before that.
   *
   * @throws with the triggers' errors if one could not be activated
   */
  async publish(id: string, timeoutMs = 120_000): Promise<void> {
    const { versionId } = await this.workflow(id);
    await this.request('POST', `/workflows/${id}/activate`, { versionId });
    let last: PublicationStatus | undefined;
    const options = { timeoutMs, describe: () => `Last status: ${JSON.stringify(last)}` };
    await poll(`workflow ${id} to be published`, options, async () => {
      last = await this.request<PublicationStatus>('GET', `/workflows/${id}/publication-status`);
      if (last.status === 'failed' || last.status === 'partial') {
        const errors = last.triggers.map((trigger) => trigger.errorMessage).filter((text) => text !== null);
        throw new Error(`n8n could not publish workflow ${id}: ${errors.join('; ')}`);
      }
      return last.status === 'published' && last.liveVersionId === versionId ? true : undefined;
    });
  }

  /** Unpublishes a workflow and waits until its triggers are gone. */
  async deactivate(id: string, timeoutMs = 120_000): Promise<void> {
    await this.request('POST', `/workflows/${id}/deactivate`, {});
    await poll(`workflow ${id} to be deactivated`, { timeoutMs }, async () => {
      const { status } = await this.request<PublicationStatus>('GET', `/workflows/${id}/publication-status`);
      return status === 'not_published' ? true : undefined;
    });
  }

  /**
   * Executions, newest first; at most 100. n8n lists the running and the finished ones by two queries, so one that ends
   * in between comes twice, or not at all. It is asked twice therefore: what the first answer misses has ended, and is
   * in the second; what the second misses was running in the first.
   */
  async executions(filter: { workflowId?: string; status?: string } = {}): Promise<ExecutionSummary[]> {
    const all = [...(await this.#listExecutions(filter)), ...(await this.#listExecutions(filter))];
    const newestFirst = (a: ExecutionSummary, b: ExecutionSummary): number => Number(b.id) - Number(a.id);
    return [...new Map(all.map((one) => [one.id, one])).values()].sort(newestFirst);
  }

  async #listExecutions(filter: { workflowId?: string; status?: string }): Promise<ExecutionSummary[]> {
    const { workflowId, status } = filter;
    const query = new URLSearchParams({
      limit: '100',
      filter: JSON.stringify({ workflowId, status: status === undefined ? undefined : [status] }),
    });
    const path = `/executions?${query.toString()}`;
    return (await this.request<{ results: ExecutionSummary[] }>('GET', path)).results;
  }

  async execution(id: string): Promise<Execution> {
    const reply = await this.request<ExecutionSummary & { data: string }>('GET', `/executions/${id}`);
    return readExecution(reply);
  }

  /**
   * Waits for an execution of the workflow that has ended and for which the predicate holds.
   *
   * @throws after `timeoutMs`, with the executions that there were
   */
  async waitForExecution(
    workflowId: string,
    predicate: (execution: Execution) => boolean = () => true,
    timeoutMs = 120_000,
  ): Promise<Execution> {
    let seen: ExecutionSummary[] = [];
    const rejected = new Set<string>();
    const describe = (): string =>
      `Executions seen: ${seen.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none'}.`;
    return await poll(`an execution of workflow ${workflowId}`, { timeoutMs, describe }, async () => {
      seen = await this.executions({ workflowId });
      for (const { id } of seen.filter((one) => isFinished(one) && !rejected.has(one.id))) {
        const execution = await this.execution(id);
        if (predicate(execution)) return execution;
        rejected.add(id);
      }
      return undefined;
    });
  }

  /**
   * Runs a workflow as the editor's button does. A webhook trigger then listens for one call of its test URL
   * (`/webhook-test/…`); another start node runs at once.
   */
  async runManually(
    workflowId: string,
    triggerName: string,
  ): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
    const body = { triggerToStartFrom: { name: triggerName } };
    return await this.request('POST', `/workflows/${workflowId}/run`, body);
  }

  async createDataTable(name: string, columns: DataTable['columns']): Promise<DataTable> {
    const { id: projectId } = await this.request<{ id: string }>('GET', '/projects/personal');
    return await this.request('POST', `/projects/${projectId}/data-tables`, { name, columns });
  }

  async dataTables(): Promise<DataTable[]> {
    return (await this.request<{ data: DataTable[] }>('GET', '/data-tables-global')).data;
  }

  /** Rows of the data table with this name, oldest first; at most 250. */
  async dataTableRows(name: string): Promise<Array<Record<string, unknown>>> {
    const tables = await this.dataTables();
    const table = tables.find((candidate) => candidate.name === name);
    if (table === undefined) {
      const names = tables.map((candidate) => candidate.name).join(', ');
      throw new Error(`There is no data table "${name}" in n8n. There are: ${names || 'none'}.`);
    }
    const path = `/projects/${table.projectId}/data-tables/${table.id}/rows?take=250&sortBy=id:asc`;
    return (await this.request<{ data: Array<Record<string, unknown>> }>('GET', path)).data;
  }
}
