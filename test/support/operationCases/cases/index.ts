import { builderCases } from './builders';
import { callCases } from './calls';
import { fileCases } from './files';
import { liveCases } from './liveCalls';
import type { OperationCase } from './operationCase';
import { restCases, textCases } from './others';

export { titleOf, type OperationCase } from './operationCase';

/** Every operation of the Vapi node at least once. */
export const operationCases: readonly OperationCase[] = [
  ...callCases,
  ...liveCases,
  ...builderCases,
  ...fileCases,
  ...textCases,
  ...restCases,
];
