import { checkEval, checkSquad, checkStructuredOutput } from '../bodyRules';
import { anyOf, equalTo } from '../listQuery';
import { pageList } from '../listing';
import type { Org } from '../org';
import { type Route, ok } from '../routing';
import { checkAssistant, checkCredential, checkPhoneNumber, checkTool } from '../rules';
import { withoutSecrets } from '../store';
import { checkAssistantRemoval, checkCredentialRemoval, checkToolRemoval } from './pins';
import { storedRoutes } from './stored';

/** Kinds that have the five usual operations and hardly anything else. */
export function plainRoutes(org: Org): Route[] {
  const { resources } = org;
  return [
    ...storedRoutes({
      path: '/assistant',
      collection: resources.assistant,
      check: checkAssistant,
      lists: 'cursor',
      removing: (assistant) => checkAssistantRemoval(org, assistant),
    }),
    ...storedRoutes({
      path: '/tool',
      collection: resources.tool,
      check: checkTool,
      lists: 'cursor',
      removing: (tool) => checkToolRemoval(org, tool),
    }),
    ...storedRoutes({
      path: '/phone-number',
      collection: resources['phone-number'],
      check: (body, operation) => {
        checkPhoneNumber(body, operation);
        org.checkReferences({ credentialId: body.credentialId });
      },
      lists: 'cursor',
    }),
    { method: 'GET', path: '/v2/phone-number', act: ({ query }) => ok(numberPage(org, query)) },
    ...storedRoutes({
      path: '/credential',
      collection: resources.credential,
      check: checkCredential,
      show: withoutSecrets,
      lists: 'cursor',
      removing: (credential) => checkCredentialRemoval(org, credential),
    }),
    ...storedRoutes({
      path: '/squad',
      collection: resources.squad,
      check: (body, operation) => {
        checkSquad(body, operation);
        org.checkMembers(body);
      },
      lists: 'cursor',
      filters: { idAny: anyOf('id') },
    }),
    ...storedRoutes({
      path: '/structured-output',
      collection: resources['structured-output'],
      check: checkStructuredOutput,
      make: (body) => ({ type: 'ai', ...body }),
      lists: 'page',
      filters: equalTo('id', 'name'),
    }),
    ...storedRoutes({
      path: '/eval',
      collection: resources.eval,
      check: checkEval,
      lists: 'page',
      filters: equalTo('id'),
    }),
  ];
}

/** `search` looks into number and name; what Vapi's does is not documented. */
function numberPage(org: Org, query: URLSearchParams) {
  return pageList(org.resources['phone-number'].rows(), query, {
    search: (object, [wanted = '']) =>
      [object.number, object.name].some((text) =>
        String(text ?? '')
          .toLowerCase()
          .includes(wanted.toLowerCase()),
      ),
  });
}
