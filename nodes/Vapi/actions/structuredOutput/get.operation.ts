import { getOne } from '../common/getOne';
import { simplifyStructuredOutput } from './simplifyStructuredOutput';
import { structuredOutputSubject } from './structuredOutputSubject';

/** Source: Vapi API reference, GET /structured-output/{id}. */
export const get = getOne(
  structuredOutputSubject,
  { action: 'Get a structured output', description: 'Get what is found out about each call, and how' },
  simplifyStructuredOutput,
);
