interface RegisteredRoute {
  readonly method: string | readonly string[];
  readonly url: string;
}

/** Which methods a path has, so that a wrong method is told apart from a wrong path. */
export class RouteTable {
  private readonly methodsByPattern = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  add({ method, url }: RegisteredRoute): void {
    const entry = this.methodsByPattern.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) entry.methods.add(one);
    this.methodsByPattern.set(url, entry);
  }

  /** The methods of a path, sorted; none when there is no such path. */
  methodsOf(path: string): string[] {
    const found = [...this.methodsByPattern.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    return segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  });
  return new RegExp(`^${segments.join('/')}$`);
}
