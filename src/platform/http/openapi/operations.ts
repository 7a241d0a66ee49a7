import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

export function eachOperation(document: OpenAPIObject, visit: (operation: Operation) => void): void {
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) visit(operation);
    }
  }
}
