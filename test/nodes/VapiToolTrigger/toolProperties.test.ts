import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { readDeclaredTools } from '../../../nodes/VapiToolTrigger/declaredTools';
import { VapiToolTrigger } from '../../../nodes/VapiToolTrigger/VapiToolTrigger.node';

const { description } = new VapiToolTrigger();

/** The fields as n8n hands them to the node: defaults filled in, hidden fields left out. */
function resolve(tool: INodeParameters[]): INodeParameters {
  const parameters = { tools: { tool } };
  const node = { id: '1', name: 'T', type: 'vapiToolTrigger', typeVersion: 1, position: [0, 0], parameters };
  const resolved = NodeHelpers.getNodeParameters(
    description.properties,
    parameters,
    ...([true, false, node as unknown as INode, description] as const),
  );
  return resolved ?? {};
}

const parameter = (...rows: INodeParameters[]): INodeParameters => ({ parameters: { parameter: rows } });

describe('the fields of a tool, as n8n fills them in', () => {
  it('become the tool that the builder sees', () => {
    const { tools } = resolve([
      { name: 'book', ...parameter({ name: 'date', type: 'date' }, { name: 'note', required: false }) },
      { name: 'check', ...parameter({ name: 'service', choices: 'a,b' }, { name: 'days', type: 'array' }) },
    ]);
    expect(readDeclaredTools({ getNodeParameter: () => tools })).toEqual([
      {
        name: 'book',
        description: '',
        parameters: {
          type: 'object',
          properties: { date: { type: 'string', format: 'date' }, note: { type: 'string' } },
          required: ['date'],
        },
      },
      {
        name: 'check',
        description: '',
        parameters: {
          type: 'object',
          properties: {
            service: { type: 'string', enum: ['a', 'b'] },
            days: { type: 'array', items: { type: 'string' } },
          },
          required: ['service', 'days'],
        },
      },
    ]);
  });

  it('show the JSON Schema or the fields, with an example that is one', () => {
    const rows = resolve([{ name: 'a' }, { name: 'b', parametersAs: 'json' }]).tools as {
      tool: INodeParameters[];
    };
    expect(rows.tool.map((row) => ['parameters' in row, 'schema' in row])).toEqual([
      [true, false],
      [false, true],
    ]);
    const [, json] = readDeclaredTools({ getNodeParameter: () => rows });
    expect(json?.parameters).toMatchObject({ properties: { date: { type: 'string' } }, required: ['date'] });
  });

  it('offer choices where they mean something', () => {
    const rows = resolve([{ name: 'a', ...parameter({ name: 'x', type: 'integer' }, { name: 'y' }) }]);
    const [first] = (rows.tools as { tool: Array<{ parameters: { parameter: INodeParameters[] } }> }).tool;
    expect(first?.parameters.parameter.map((row) => 'choices' in row)).toEqual([false, true]);
  });
});
