import { type INestApplicationContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PERMISSION_KEY, PUBLIC_KEY } from '../../src/platform/http/access.ts';
import { PERMISSIONS } from '../../src/platform/http/permissions.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ROUTE_ACCESS } from './route-access.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly isPublic: boolean;
  readonly permission: string | undefined;
}

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';

function routesOf(app: INestApplicationContext): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) => [...controllers.values()]);
  return controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? routesOfController(metatype as Type) : [],
  );
}

function routesOfController(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
    const route = {
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
      handler: `${controller.name}.${name}`,
      isPublic: [handler, controller].some((target) => Reflect.getMetadata(PUBLIC_KEY, target) === true),
      permission: Reflect.getMetadata(PERMISSION_KEY, handler) as string | undefined,
    };
    return prefixes.flatMap((prefix) => paths.map((path) => ({ ...route, path: joined(prefix, path) })));
  });
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

describe('access', () => {
  let test: TestApp;
  let routes: Route[];

  beforeAll(async () => {
    test = await startTestApp();
    routes = routesOf(test.app);
  });
  afterAll(() => test.close());

  it('finds the routes', () => {
    expect(routes.length).toBeGreaterThan(5);
  });

  it('is named for every route: public, or one permission of the catalogue, and never both', () => {
    const unclear = routes.filter(({ isPublic, permission }) => isPublic === (permission !== undefined));
    const unknown = routes.filter(
      ({ permission }) => permission !== undefined && !Object.hasOwn(PERMISSIONS, permission),
    );
    expect({ unclear, unknown }).toEqual({ unclear: [], unknown: [] });
  });

  it('is what the table says, for every route', () => {
    const found = routes.map(({ method, path, permission }) => [`${method} ${path}`, permission ?? 'public']);
    expect(Object.fromEntries(found)).toEqual(ROUTE_ACCESS);
  });

  it.each([
    ['no token', {}, 'unauthenticated'],
    ['a bad token', { authorization: 'Bearer x' }, 'invalid_token'],
  ])('is refused with 401 to who brings %s, before the request is even looked at', async (_what, headers, code) => {
    const answers: string[] = [];
    for (const { method, path } of routes.filter(({ isPublic }) => !isPublic)) {
      const url = `/api/v1${path.replaceAll(/:\w+/g, SOME_ID)}`;
      const response = await test.app.inject({ method: method as 'GET', url, headers });
      const answer = `${response.statusCode} ${response.json<{ code: string }>().code}`;
      if (answer !== `401 ${code}`) answers.push(`${method} ${path} answered ${answer}`);
    }
    expect(answers).toEqual([]);
  });
});
