import { randomUUID } from 'node:crypto';

const DEADLINE_MS = 15_000;

export interface Session {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

export interface Account {
  readonly code: string;
  readonly kind: string;
  readonly asset: string;
  readonly balance: number;
  readonly pendingIn: number;
  readonly pendingOut: number;
}

type Body = Record<string, unknown>;

/** A client of the running server, as an app would be one: HTTP and nothing else. */
export class DemoClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async register(name: string): Promise<Session> {
    const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@demo.example`;
    const body = { email, password: 'Trivet-demo-1', firstName: name, lastName: 'Example' };
    return this.session(name, await this.call('POST', '/auth/register', undefined, body));
  }

  async login(name: string): Promise<Session> {
    const body = { email: `${name}@trivet.example`, password: 'Trivet-demo-1' };
    return this.session(name, await this.call('POST', '/auth/login', undefined, body));
  }

  get<T>(path: string, as: Session): Promise<T> {
    return this.call<T>('GET', path, as);
  }

  post<T = Body>(path: string, as: Session, body?: unknown): Promise<T> {
    return this.call<T>('POST', path, as, body);
  }

  put<T = Body>(path: string, as: Session, body: unknown): Promise<T> {
    return this.call<T>('PUT', path, as, body);
  }

  delete(path: string, as: Session): Promise<Body> {
    return this.call('DELETE', path, as);
  }

  private session(name: string, answer: Body): Session {
    const { user, tokens } = answer as { user: { id: string }; tokens: { accessToken: string } };
    return { id: user.id, name, token: tokens.accessToken };
  }

  private async call<T = Body>(method: string, path: string, as?: Session, body?: unknown): Promise<T> {
    const response = await this.reach(path, {
      method,
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as ? { authorization: `Bearer ${as.token}` } : {}),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  private async reach(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.url}/api/v1${path}`, request);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'no answer';
      throw new Error(`Nothing answers at ${this.url} (${why}). Start it: npm start`, { cause: error });
    }
  }
}
