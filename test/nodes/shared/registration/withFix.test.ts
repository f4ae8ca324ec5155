import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { ERRORS } from '../../../../nodes/shared/errors';
import { withFix } from '../../../../nodes/shared/registration/withFix';
import { Org, toolFields } from './support';

const node: INode = {
  ...{ id: 'n1', name: 'Tools', type: 'n8n-nodes-vapi.vapiToolTrigger', typeVersion: 1 },
  ...{ position: [0, 0], parameters: {} },
};

describe('an error of publishing', () => {
  it('says in its message what to do, once', () => {
    const error = new NodeOperationError(node, 'It is taken', { description: 'Unpublish the other one.' });
    expect(withFix(node, error).message).toBe('It is taken. Unpublish the other one.');
    expect(withFix(node, error).message).toBe('It is taken. Unpublish the other one.');
    const refusal = new NodeApiError(node, {}, { message: 'Vapi failed', description: 'Try again later.' });
    expect(withFix(node, refusal)).toBe(refusal);
    expect(refusal.message).toBe('Vapi failed. Try again later.');
  });

  it('that nobody has foreseen is shown as it is', () => {
    expect(withFix(node, new Error('socket hang up')).message).toBe('socket hang up');
  });
});

describe('the hooks of a trigger', () => {
  let org: Org;
  beforeEach(async () => {
    org = await Org.open();
  });
  afterEach(() => org.close());

  it.each(['http://n8n.example.com', 'https://localhost:5678', 'https://192.168.1.10'])(
    'name N8N_WEBHOOK_URL in the message for %s',
    async (baseUrl) => {
      const trigger = org.trigger('vapiToolTrigger', toolFields(['book'], []), { baseUrl });
      await expect(trigger.activate()).rejects.toThrow(
        /its URL http.*Set N8N_WEBHOOK_URL of n8n .*to the public/,
      );
    },
  );

  it('say how to mend a field', async () => {
    const trigger = org.trigger('vapiToolTrigger', toolFields(['no name at all'], []));
    await expect(trigger.activate()).rejects.toThrow(ERRORS.TOOL_NAME_INVALID.fix);
  });
});
