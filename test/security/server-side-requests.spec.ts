import { FakeIdentityProvider } from '../support/fake-identity-provider.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { changed } from '../support/bad-bodies.ts';
import { routesOf, type AppRoute } from '../support/app-routes.ts';
import { ROUTE_CATALOGUE } from '../support/route-catalogue.ts';
import type { RouteCase } from '../support/route-case.ts';
import { received, requestTo } from '../support/sent-request.ts';
import { Stage } from '../support/stage.ts';
import { World } from '../support/world.ts';

/** Where somebody would like us to go for them: `host` is a server of theirs on this machine. */
function targets(port: number): Record<string, string> {
  const on = (host: string): string => `https://${host}:${port}/`;
  const addresses = {
    'this machine': '127.0.0.1',
    'this machine by name': 'localhost',
    'this machine by another name': 'sub.localhost',
    'this machine in short': '127.1',
    'this machine as a number': '2130706433',
    'this machine in hexadecimal': '0x7f000001',
    'this machine in octal': '0177.0.0.1',
    'this machine, elsewhere in its net': '127.255.255.254',
    'this machine as nothing': '0.0.0.0',
    'this machine as a zero': '0',
    'this machine in IPv6': '[::1]',
    'this machine in IPv6, at length': '[0:0:0:0:0:0:0:1]',
    'this machine in IPv6 as nothing': '[::]',
    'this machine, IPv4 in IPv6': '[::ffff:127.0.0.1]',
    'this machine, IPv4 in IPv6 in hexadecimal': '[::ffff:7f00:1]',
    'this machine by NAT64': '[64:ff9b::7f00:1]',
    'this machine by 6to4': '[2002:7f00:1::]',
    'this machine in full width': '１２７.０.０.１',
    'this machine with a dot behind': '127.0.0.1.',
    'this machine behind a soft hyphen': 'local\u00adhost',
    'a private net, 10': '10.0.0.1',
    'a private net, 172': '172.16.0.1',
    'a private net, 192': '192.168.0.1',
    'a carrier’s net': '100.64.0.1',
    'a private net in IPv6': '[fd00::1]',
    'a link': '169.254.1.1',
    'a link in IPv6': '[fe80::1]',
    'metadata of AWS': '169.254.169.254',
    'metadata of AWS as a number': '2852039166',
    'metadata of AWS in IPv6': '[fd00:ec2::254]',
    'metadata of AWS, IPv4 in IPv6': '[::ffff:169.254.169.254]',
    'metadata of ECS': '169.254.170.2',
    'metadata of Google': 'metadata.google.internal',
    'metadata of Alibaba': '100.100.100.200',
    everybody: '255.255.255.255',
    many: '224.0.0.1',
    'a name in the house': 'intranet',
    'a name of the house': 'db.internal',
    'a name of the link': 'printer.local',
    'a public address': '93.184.216.34',
    'a name that is an address': '127.0.0.1.nip.io',
  };
  return {
    ...Object.fromEntries(Object.entries(addresses).map(([what, host]) => [what, on(host)])),
    'a name and a password': `https://user:password@images.example:${port}/`,
    'a name that looks like the host': `https://images.example@127.0.0.1:${port}/`,
    'a backslash': `https://127.0.0.1:${port}\\@images.example/`,
    'no encryption': `http://images.example:${port}/`,
    'a file': 'file:///etc/passwd',
    data: 'data:text/html,<script>alert(1)</script>',
    'a script': 'javascript:alert(1)',
    gopher: `gopher://127.0.0.1:${port}/_FLUSHALL`,
    ftp: `ftp://127.0.0.1:${port}/`,
    dict: `dict://127.0.0.1:${port}/info`,
    ldap: `ldap://127.0.0.1:${port}/`,
    'no scheme': `//127.0.0.1:${port}/`,
    'a path': '/admin/users',
    'another header': `https://images.example/%0d%0aHost:%20127.0.0.1`,
    'a new line': 'https://images.example/\r\nX: y',
    'a tab in the scheme': 'java\tscript:alert(1)',
  };
}

/** Fields that hold a URL, and fields that name what is kept elsewhere. */
const URLS = Object.entries(ROUTE_CATALOGUE).flatMap(([route, { fields = {} }]) =>
  Object.entries(fields)
    .filter(([, kind]) => kind.startsWith('url'))
    .map(([pointer]) => [route, pointer] as const),
);
const REFERENCES = Object.entries(ROUTE_CATALOGUE).flatMap(([route, { fields = {} }]) =>
  Object.keys(fields)
    .filter((pointer) => /reference|token|url|uri|redirect|callback|link|image|avatar|icon/i.test(pointer))
    .map((pointer) => [route, pointer] as const),
);

describe('requests that somebody would like us to make', () => {
  let world: World;
  let stage: Stage;
  let identities: FakeIdentityProvider;
  let theirs: Server;
  let port: number;
  let routes: ReadonlyMap<string, AppRoute>;
  const visits: string[] = [];

  beforeAll(async () => {
    theirs = createServer((request, response) => response.end(request.url)).on('connection', ({ remotePort }) => {
      visits.push(String(remotePort));
    });
    await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
    ({ port } = theirs.address() as AddressInfo);
    identities = await FakeIdentityProvider.start();
    world = await World.open(identities.environment(['google', 'apple']));
    stage = new Stage(world, identities);
    routes = new Map(routesOf(world.app.app).map((route) => [`${route.method} ${route.path}`, route]));
  });
  afterAll(async () => {
    await world.close();
    await identities.close();
    await new Promise((resolve) => theirs.close(resolve));
  });

  async function statusesOf(name: string, pointer: string): Promise<Record<string, number>> {
    const route = routes.get(name) as AppRoute;
    const good = await (ROUTE_CATALOGUE[name] as RouteCase).prepare(stage);
    const statuses: Record<string, number> = {};
    for (const [what, url] of Object.entries(targets(port))) {
      const payload = JSON.stringify(changed(good.body ?? {}, pointer, () => url));
      statuses[what] = (await received(world.app.app, requestTo(route, good, { payload }))).status;
    }
    return statuses;
  }

  it('finds the fields', () => {
    expect(URLS).toContainEqual(['POST /venues', '/coverImageUrl']);
    expect(REFERENCES.length).toBeGreaterThan(5);
    expect(Object.keys(targets(1)).length).toBeGreaterThan(50);
  });

  it.each(URLS)('%s refuses in %s what is no public https URL', async (route, pointer) => {
    const accepted = Object.entries(await statusesOf(route, pointer)).filter(([, status]) => status !== 400);
    // A name may become another address whenever it likes, so what is fetched must look again. Nothing is fetched.
    expect(accepted.map(([what]) => what)).toEqual(['a name that is an address']);
  });

  it.each(REFERENCES)('%s takes %s for a name, and goes nowhere', async (route, pointer) => {
    const failed = Object.entries(await statusesOf(route, pointer)).filter(([, status]) => status >= 500);
    expect(failed).toEqual([]);
  });

  it('are made by nobody, whatever is sent in a header either', async () => {
    for (const [name, value] of Object.entries({
      host: `127.0.0.1:${port}`,
      'x-forwarded-host': `127.0.0.1:${port}`,
      referer: `http://127.0.0.1:${port}/`,
      origin: `http://127.0.0.1:${port}`,
      'x-original-url': `http://127.0.0.1:${port}/`,
    })) {
      const { status } = await received(world.app.app, {
        method: 'GET',
        url: '/health/live',
        headers: { [name]: value },
      });
      expect(status).toBeLessThan(500);
    }
    expect(visits).toEqual([]);
  });
});
