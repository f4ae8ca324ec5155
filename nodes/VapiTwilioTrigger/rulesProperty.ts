import type { INodeProperties } from 'n8n-workflow';

/** Which assistant takes which calls; evaluated by rules.ts. */
export const rulesProperty: INodeProperties = {
  displayName: 'Rules',
  name: 'rules',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  default: {},
  placeholder: 'Add Rule',
  description: 'Another assistant for some calls, by number. The first rule that fits counts.',
  options: [
    {
      displayName: 'Rule',
      name: 'rule',
      values: [
        {
          displayName: 'Condition',
          name: 'condition',
          type: 'options',
          options: [
            { name: 'Called Number Is', value: 'calledEquals' },
            { name: 'Called Number Starts With', value: 'calledStartsWith' },
            { name: "Caller's Number Is", value: 'callerEquals' },
            { name: "Caller's Number Starts With", value: 'callerStartsWith' },
          ],
          default: 'callerStartsWith',
        },
        {
          displayName: 'Values',
          name: 'values',
          type: 'string',
          default: '',
          placeholder: 'e.g. +49, +43',
          description: 'Numbers with country code, or how they begin; several separated by commas',
        },
        {
          displayName: 'Assistant ID',
          name: 'assistantId',
          type: 'string',
          default: '',
          placeholder: 'e.g. 5b0a4a08-133c-4146-9315-0984f8c6be80',
          description: 'Leave empty for the assistant above',
        },
        {
          displayName: 'Business Name',
          name: 'businessName',
          type: 'string',
          default: '',
          description: 'Leave empty for the name below',
        },
      ],
    },
  ],
};
