import type { IHookFunctions } from 'n8n-workflow';

/**
 * n8n asks for these three on every node with a webhook. The URL is put into Vapi by the builder (tool, assistant
 * or organisation settings), so there is nothing to create or remove.
 */
export const manualRegistration = {
  default: {
    async checkExists(this: IHookFunctions): Promise<boolean> {
      return true;
    },
    async create(this: IHookFunctions): Promise<boolean> {
      return true;
    },
    async delete(this: IHookFunctions): Promise<boolean> {
      return true;
    },
  },
};
