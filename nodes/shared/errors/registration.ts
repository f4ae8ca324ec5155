import type { ErrorText } from './errorText';

/** Writing URLs and tools into Vapi when a workflow is published. */
export const REGISTRATION_ERRORS = {
  REGISTRATION_URL_NOT_PUBLIC: {
    message: (value) => `This workflow cannot be called from outside: its URL ${value}`,
    fix: 'Set N8N_WEBHOOK_URL of n8n (WEBHOOK_URL in older versions) to the public address under which it is reached, such as https://n8n.example.com/, restart n8n, and publish the workflow again.',
  },
  REGISTRATION_EMPTY: {
    message: (value) => `There is nothing to register in Vapi: ${value}`,
    fix: 'Fill in the field, or switch off Register in Vapi on Activation.',
  },
  REGISTRATION_TOOL_EXISTS: {
    message: (value) => `Vapi has this tool already, and n8n did not create it: ${value}`,
    fix: 'Set Existing Tools to Take Over, so that it is used and restored later, or give the tool in this node another name.',
  },
  REGISTRATION_TOOL_AMBIGUOUS: {
    message: (value) => `Vapi has several tools of this name: ${value}`,
    fix: 'Rename or delete all but one of them in Vapi, or give the tool in this node another name.',
  },
  REGISTRATION_TAKEN: {
    message: (value) => `In Vapi, ${value}`,
    fix: 'Unpublish that workflow first, or choose something else here: each object in Vapi has one server. If the workflow no longer exists, remove the header x-n8n-registration from the server of the object in Vapi.',
  },
  REGISTRATION_NUMBER_ASSIGNED: {
    message: (value) =>
      `The phone number has an assistant, squad or workflow of its own, so Vapi asks for none: ${value}`,
    fix: 'Remove it from the phone number in Vapi. Choose it as the default answer in this node instead.',
  },
  REGISTRATION_SERVER_ANSWERS: {
    message: (value) => `Calls depend on a server that was set by hand in Vapi: the one of ${value}`,
    fix: 'This node would take its place and give no such answers. Give the tools servers of their own in Vapi, or the phone number an assistant. If that server is no longer in use, remove it from the object in Vapi.',
  },
  REGISTRATION_NO_MODEL: {
    message: (value) => `The assistant has no model that could get tools: ${value}`,
    fix: 'Choose a model for the assistant in Vapi first.',
  },
  REGISTRATION_SECRET_UNUSABLE: {
    message: (value) => `The secret of the Vapi Webhook credential (${value}) cannot be sent in a header`,
    fix: 'It is empty, begins or ends with white space, or holds a line break or a character beyond ASCII such as ä. Write at least 16 random letters and digits into the credential.',
  },
  REGISTRATION_CREDENTIAL_NEEDED: {
    message: (value) => `Vapi cannot prove itself by the scheme "${value}" without a credential of its own`,
    fix: 'Create a custom credential of that type in Vapi (Integrations, Custom Credentials) and write its ID into the option Vapi Credential ID.',
  },
} satisfies Record<string, ErrorText>;
