import { type INestApplicationContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';
import { IDEMPOTENT_KEY, type IdempotentOptions } from '../../src/modules/idempotency/idempotent-request.ts';
import { IN_PERSON_KEY, PERMISSION_KEY, PUBLIC_KEY, STEP_UP_KEY } from '../../src/platform/http/access.ts';

export interface AppRoute {
  readonly method: string;
  /** As the controllers say it, without the API's prefix. */
  readonly path: string;
  readonly isPublic: boolean;
  readonly permission: string | undefined;
  /** Whether it takes no API key. */
  readonly inPerson: boolean;
  /** Whether it asks for a recent proof of who is there. */
  readonly stepUp: boolean;
  /** Whether it takes an Idempotency-Key, and whether it insists. */
  readonly key: 'none' | 'optional' | 'required';
  /** What validation knows of, at the top of the body and in the query. */
  readonly bodyFields: readonly string[];
  readonly queryFields: readonly string[];
}

// RouteParamtypes of Nest, which does not export it.
const BODY = '3';
const QUERY = '4';

/** Every route of the running application, as its controllers declare them. */
export function routesOf(app: INestApplicationContext): AppRoute[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers }) => [...controllers.values()]);
  return controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? routesOfController(metatype as Type) : [],
  );
}

function routesOfController(controller: Type): AppRoute[] {
  const prototype = controller.prototype as Record<string, object>;
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
    const route = {
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
      isPublic: [handler, controller].some((target) => Reflect.getMetadata(PUBLIC_KEY, target) === true),
      inPerson: [handler, controller].some((target) => Reflect.getMetadata(IN_PERSON_KEY, target) === true),
      stepUp: [handler, controller].some((target) => Reflect.getMetadata(STEP_UP_KEY, target) === true),
      permission: Reflect.getMetadata(PERMISSION_KEY, handler) as string | undefined,
      key: keyOf(Reflect.getMetadata(IDEMPOTENT_KEY, handler) as IdempotentOptions | undefined),
      bodyFields: fieldsOf(controller, name, BODY),
      queryFields: fieldsOf(controller, name, QUERY),
    };
    return prefixes.flatMap((prefix) => paths.map((path) => ({ ...route, path: joined(prefix, path) })));
  });
}

function fieldsOf(controller: Type, method: string, kind: string): string[] {
  const marked = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, object>;
  const place = Object.keys(marked)
    .find((key) => key.startsWith(`${kind}:`))
    ?.split(':')[1];
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as Type[];
  const type = place === undefined ? undefined : types[Number(place)];
  if (type === undefined) return [];
  const known = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(known.map(({ propertyName }) => propertyName))].sort();
}

function keyOf(options: IdempotentOptions | undefined): AppRoute['key'] {
  if (options === undefined) return 'none';
  return (options.required ?? true) ? 'required' : 'optional';
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}
