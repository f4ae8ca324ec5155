import { Workflow } from 'n8n-workflow';
import { outputs, requestOutputs } from '../../../nodes/VapiRequestTrigger/outputs';
import { VapiRequestTrigger } from '../../../nodes/VapiRequestTrigger/VapiRequestTrigger.node';
import { VAPI_REQUESTS } from '../../../nodes/shared/protocol/requests';

type NodeOfWorkflow = ConstructorParameters<typeof Workflow>[0]['nodes'][number];

const trigger = new VapiRequestTrigger();

/** Evaluates an expression of the description with n8n's own evaluator, as the editor and the server do. */
function evaluate(expression: string, parameters: NodeOfWorkflow['parameters']): unknown {
  const workflow = new Workflow({
    nodes: [
      { id: '1', name: 'T', type: 't', typeVersion: 1, position: [0, 0], parameters, webhookId: 'w-1' },
    ],
    connections: {},
    nodeTypes: {
      getByNameAndVersion: () => trigger,
      getByName: () => trigger,
      getKnownTypes: () => ({}),
    },
    active: false,
  });
  return workflow.expression.getSimpleParameterValue(workflow.getNode('T')!, expression, 'internal', {});
}

describe('outputs of the Vapi Request Trigger', () => {
  const two = ['voice-request', 'assistant-request'];
  it.each([
    ['one a request, in the order of ticking', { requests: two }, ['Voice', 'Assistant']],
    ['a single one if wanted', { requests: two, outputs: 'single' }, [undefined]],
    ['a single one for one request', { requests: ['voice-request'] }, [undefined]],
    ['a single one before anything is ticked', { requests: [] }, [undefined]],
    ['a single one for what an expression gives as text', { requests: 'voice-request' }, [undefined]],
  ])('are %s', (_what, parameters, names) => {
    const expected = names.map((displayName) => ({
      type: 'main',
      ...(displayName === undefined ? {} : { displayName }),
    }));
    expect(requestOutputs(parameters)).toEqual(expected);
    expect(evaluate(outputs, parameters)).toEqual(expected);
  });

  it('have a name for each request', () => {
    const kinds = VAPI_REQUESTS.map(({ kind }) => kind);
    for (const [index, { displayName }] of requestOutputs({ requests: kinds }).entries()) {
      expect(displayName).not.toBe(kinds[index]);
    }
  });
});

describe('the addresses of the Vapi Request Trigger', () => {
  const paths = (parameters: NodeOfWorkflow['parameters']): unknown[] =>
    (trigger.description.webhooks ?? []).map(({ path }) => evaluate(path, parameters));

  it.each([
    [{ path: 'calls' }, ['calls', 'calls/chat/completions', 'calls/token']],
    [{ path: ' calls/ ' }, [' calls/ ', 'calls/chat/completions', 'calls/token']],
    [{ path: '' }, ['', 'w-1/chat/completions', 'w-1/token']],
  ])('with %j are %j', (parameters, expected) => {
    expect(paths(parameters)).toEqual(expected);
  });

  it('are registered in Vapi by the first one only', () => {
    expect(trigger.description.webhooks?.map(({ name }) => name)).toEqual(['default', 'setup', 'setup']);
    expect(Object.keys(trigger.webhookMethods)).toEqual(['default']);
  });
});
