import { describeWith } from '../../support/needs';
import { contractAvailable, operations } from './contract';
import { Org } from './org';
import { allRoutes } from './routes';
import { type Route, findRoute } from './routing';
import type { ServerPoster } from './serverPoster';

const route = (method: string, path: string): Route => ({
  method,
  path,
  act: () => ({ status: 200, body: path }),
});

describe('findRoute', () => {
  const routes = [route('GET', '/a/new'), route('GET', '/a/{id}'), route('*', '/{id}/control')];

  it('takes the first that fits, with the values of its parameters', () => {
    expect(findRoute(routes, 'GET', '/a/new')?.route.path).toBe('/a/new');
    expect(findRoute(routes, 'GET', '/a/x%2Fy')).toMatchObject({
      route: { path: '/a/{id}' },
      params: ['x/y'],
    });
    expect(findRoute(routes, 'DELETE', '/7/control')?.params).toEqual(['7']);
  });

  it('finds nothing for another method or another length', () => {
    expect(findRoute(routes, 'POST', '/a/new')).toBeUndefined();
    expect(findRoute(routes, 'GET', '/a')).toBeUndefined();
    expect(findRoute(routes, 'GET', '/a/b/c')).toBeUndefined();
  });
});

/** Legacy, dashboard and expert operations, which nothing here calls by name. */
const NOT_SERVED = [
  '/chat/responses',
  '/eval/run',
  '/eval/simulation',
  '/observability/',
  '/provider/',
  '/reporting/',
];

describeWith(contractAvailable(), 'Vapi’s schemas', 'the route table', () => {
  it('serves every operation of the OpenAPI but those named here', () => {
    const org = new Org({ apiKey: 'key' }, {} as ServerPoster, () => '', jest.fn());
    const routes = allRoutes(
      org,
      (key) => key,
      () => {},
    );
    const unserved = operations().filter((operation) => {
      const [method = '', path = ''] = operation.split(' ');
      const found = findRoute(routes, method, path.replaceAll(/\{[^}]*\}/g, 'x'));
      return !found || found.route.path.split('/').length !== path.split('/').length;
    });
    expect(operations().length).toBeGreaterThan(100);
    expect(unserved.filter((entry) => !NOT_SERVED.some((path) => entry.includes(path)))).toEqual([]);
  });
});
