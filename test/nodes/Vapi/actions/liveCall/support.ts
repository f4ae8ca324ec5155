import type { INodeParameters } from 'n8n-workflow';
import type { EngineRun } from '../../../../support/engine';
import { IDS, operationStage, type OperationStage, previewKeys } from '../../../../support/engineOperation';

export interface LiveStage {
  stage: OperationStage;
  /** The message that the control URL gets; the run has to succeed, and its output to be what the preview shows. */
  sent: (parameters?: INodeParameters) => Promise<unknown>;
  run: (parameters?: INodeParameters) => Promise<EngineRun>;
}

/** A stage of an operation of Live Call whose call is named by its control URL, so that there is one request. */
export function liveStage(operation: string, basic: INodeParameters = {}): LiveStage {
  const stage = operationStage('liveCall', operation, basic);
  const withUrl = (parameters: INodeParameters): INodeParameters => ({
    liveCall: { __rl: true, mode: 'controlUrl', value: `${stage.vapi.url}/${IDS.call}/control` },
    ...parameters,
  });
  return {
    stage,
    run: async (parameters = {}) => await stage.run(withUrl(parameters)),
    sent: async (parameters = {}) => {
      const run = await stage.run(withUrl(parameters));
      expect(run.error?.message).toBeUndefined();
      expect(stage.vapi.requests).toHaveLength(1);
      const [item] = run.output('Vapi');
      expect(previewKeys('liveCall', operation)).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
      return stage.vapi.requests[0]?.body;
    },
  };
}
