import type { INode } from 'n8n-workflow';
import { errorItem, fail } from '../../../nodes/shared/fail';

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

describe('the item of an error', () => {
  it('has the fix for details', () => {
    const error = fail(NODE, 'DOWNLOAD_FAILED', 'gone', 0);
    expect(errorItem(error, 2)).toEqual({
      json: { error: error.message, details: error.description },
      pairedItem: { item: 2 },
    });
  });

  it('has a report for details where the error carries one', () => {
    const error = fail(NODE, 'DOWNLOAD_FAILED', 'gone', 0);
    error.context.report = { left: ['a'] };
    expect(errorItem(error, 0).json).toEqual({
      ...{ error: error.message, message: error.description, details: { left: ['a'] } },
    });
  });
});
