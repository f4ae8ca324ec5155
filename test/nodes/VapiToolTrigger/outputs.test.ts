import { Workflow } from 'n8n-workflow';
import { outputs, toolOutputs } from '../../../nodes/VapiToolTrigger/outputs';
import { VapiToolTrigger } from '../../../nodes/VapiToolTrigger/VapiToolTrigger.node';

type Parameters = NonNullable<ConstructorParameters<typeof Workflow>[0]['nodes'][number]['parameters']>;

/** Evaluates the expression with n8n's own evaluator, as the editor does to draw the outputs. */
function evaluate(parameters: Parameters): unknown {
  const trigger = new VapiToolTrigger();
  const nodeTypes = {
    getByNameAndVersion: () => trigger,
    getByName: () => trigger,
    getKnownTypes: () => ({}),
  };
  const node = { id: '1', name: 'T', type: 'vapiToolTrigger', typeVersion: 1, position: [0, 0], parameters };
  const workflow = new Workflow({
    nodes: [node as ConstructorParameters<typeof Workflow>[0]['nodes'][number]],
    connections: {},
    nodeTypes: nodeTypes,
    active: false,
  });
  return workflow.expression.getSimpleParameterValue(workflow.getNode('T')!, outputs, 'internal', {});
}

const tools = { tool: [{ name: 'check_availability' }, { name: '' }] };

describe('outputs of the Vapi Tool Trigger', () => {
  it.each([
    ['one a tool', { tools, unknownTools: 'error' }, ['check_availability', 'Unnamed']],
    [
      'and one for others if wanted',
      { tools, unknownTools: 'output' },
      ['check_availability', 'Unnamed', 'Other tools'],
    ],
    [
      'and say which names cannot be called',
      { tools: { tool: ['book', ' book ', 'book it'].map((name) => ({ name })) } },
      ['book', 'book (named twice)', 'book it (not a valid name)'],
    ],
    ['a single one without tools', { tools: {}, unknownTools: 'output' }, ['Tool call']],
    ['a single one before anything is filled in', {}, ['Tool call']],
  ])('are %s', (_what, parameters, names) => {
    const expected = names.map((displayName) => ({ type: 'main', displayName }));
    expect(toolOutputs(parameters)).toEqual(expected);
    expect(evaluate(parameters)).toEqual(expected);
  });
});
