import type { Field } from '../../../../shared/form/field';
import { functionFields } from '../fields/definition';

/**
 * Name and description for the model where Vapi has ones of its own.
 *
 * Source: Vapi docs (voicemail tool, MCP, integrations). The OpenAPI has `function` for function, code and hand-off
 * tools only.
 */
export const optionalFunction: readonly Field[] = functionFields(false);
