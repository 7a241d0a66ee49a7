import { RouteTable } from './route-table.ts';

function table(): RouteTable {
  const routes = new RouteTable();
  routes.add({ method: 'GET', url: '/api/v1/wallets' });
  routes.add({ method: 'POST', url: '/api/v1/wallets' });
  routes.add({ method: ['GET', 'HEAD'], url: '/api/v1/wallets/:id' });
  routes.add({ method: 'GET', url: '/docs/*' });
  return routes;
}

describe('the route table', () => {
  it('knows the methods of a path', () => {
    expect(table().methodsOf('/api/v1/wallets')).toEqual(['GET', 'POST']);
  });

  it('matches parameters and wildcards', () => {
    expect(table().methodsOf('/api/v1/wallets/123')).toEqual(['GET', 'HEAD']);
    expect(table().methodsOf('/docs/a/b.js')).toEqual(['GET']);
  });

  it.each(['/api/v1', '/api/v1/wallets/', '/api/v1/wallets/1/2', '/api/v1/walletsX', ''])(
    'knows no methods of %p',
    (path) => {
      expect(table().methodsOf(path)).toEqual([]);
    },
  );
});
