import type { INode } from 'n8n-workflow';
import { fail } from '../../../nodes/shared/fail';

const NODE: INode = {
  id: 'n',
  name: 'Vapi',
  type: 'vapi',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};

// n8n looks for names of codes anywhere in a message: the third is in "preexisting".
it.each(['connect ECONNREFUSED 10.0.0.1', 'EACCES', 'a preexisting tool'])(
  'shows the message of the table of errors, whatever "%s" means to n8n',
  (value) => {
    const error = fail(NODE, 'DOWNLOAD_FAILED', value, 3);
    expect(error.message).toBe(`The file could not be read from its storage: ${value}`);
    expect(error.description).toMatch(/^Run the node again/);
    expect(error.context.itemIndex).toBe(3);
  },
);
