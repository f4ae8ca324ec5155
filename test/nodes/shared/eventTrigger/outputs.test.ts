import { Workflow } from 'n8n-workflow';
import { SERVER_EVENTS } from '../../../../nodes/shared/protocol/events';
import { eventOutputs, outputs } from '../../../../nodes/shared/eventTrigger/outputs';
import { VapiTrigger } from '../../../../nodes/VapiTrigger/VapiTrigger.node';

type Parameters = NonNullable<ConstructorParameters<typeof Workflow>[0]['nodes'][number]['parameters']>;

/** Evaluates the expression with n8n's own evaluator, as the editor does to draw the outputs. */
function evaluate(parameters: Parameters): unknown {
  const trigger = new VapiTrigger();
  const nodeTypes = {
    getByNameAndVersion: () => trigger,
    getByName: () => trigger,
    getKnownTypes: () => ({}),
  };
  const node = { id: '1', name: 'T', type: 'vapiTrigger', typeVersion: 1, position: [0, 0], parameters };
  const workflow = new Workflow({
    nodes: [node as ConstructorParameters<typeof Workflow>[0]['nodes'][number]],
    connections: {},
    nodeTypes,
    active: false,
  });
  return workflow.expression.getSimpleParameterValue(workflow.getNode('T')!, outputs, 'internal', {});
}

const perEvent = (...events: string[]): Parameters => ({ outputs: 'perEvent', events });

describe('outputs of the Vapi Trigger', () => {
  it.each<[string, Parameters]>([
    ['before anything is filled in', {}],
    ['by default', { outputs: 'single', events: ['hang', 'status-update'] }],
    ['when nothing is chosen', perEvent()],
    ['when the choice is no list', { outputs: 'perEvent', events: 'hang' }],
  ])('are a single one %s', (_, parameters) => {
    expect(eventOutputs(parameters)).toEqual([{ type: 'main' }]);
    expect(evaluate(parameters)).toEqual([{ type: 'main' }]);
  });

  it('are one an event, in the order in which they were chosen', () => {
    const parameters = perEvent('status-update', 'end-of-call-report', 'group:campaign', '*');
    const names = ['status-update', 'end-of-call-report', 'campaign events', 'other events'];
    const expected = names.map((displayName) => ({ type: 'main', displayName }));
    expect(eventOutputs(parameters)).toEqual(expected);
    expect(evaluate(parameters)).toEqual(expected);
  });

  it('can be drawn for each event', () => {
    const types = SERVER_EVENTS.map(({ type }) => type);
    expect(evaluate(perEvent(...types))).toEqual(types.map((displayName) => ({ type: 'main', displayName })));
  });
});
