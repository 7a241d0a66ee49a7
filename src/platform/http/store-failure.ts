/** How deep causes are followed: Prisma wraps its adapter's error, which wraps the driver's, which wraps the socket's. */
const MAX_DEPTH = 8;

const NETWORK = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
];
/** Shutdown, start-up, too many connections, cancelled by a time limit, read-only during failover, no lock, lost retries. */
const POSTGRES = ['57P01', '57P02', '57P03', '57014', '53300', '53400', '25006', '55P03', '40001', '40P01'];
const POSTGRES_CONNECTION_CLASS = /^08[0-9A-Z]{3}$/;
/** Unreachable, timeouts of connecting and of the pool, a closed connection, no transaction in time, lost retries. */
const PRISMA = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'];
const PRISMA_ADAPTER_KINDS = [
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
];
const AWS_NAMES = [
  ...['TimeoutError', 'NetworkingError', 'ThrottlingException', 'ProvisionedThroughputExceededException'],
  ...['RequestLimitExceeded', 'InternalServerError', 'ServiceUnavailable', 'ServiceUnavailableException'],
];

const CODES = new Set([...NETWORK, ...POSTGRES, ...PRISMA]);
const KINDS = new Set(PRISMA_ADAPTER_KINDS);
const NAMES = new Set(AWS_NAMES);

/** The pg driver gives these no code. */
const PG_MESSAGES = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'Query read timeout',
];

/** Whether a store could not be reached or did not answer in time: nothing is wrong with the request, it may be sent again. */
export function isStoreFailure(error: unknown): boolean {
  return fails(error, MAX_DEPTH);
}

function fails(error: unknown, depth: number): boolean {
  if (depth === 0 || typeof error !== 'object' || error === null) return false;
  const { code, originalCode, name, kind, message, cause, meta, errors } = error as Record<string, unknown>;
  if (isStoreCode(code) || isStoreCode(originalCode)) return true;
  if (typeof name === 'string' && NAMES.has(name)) return true;
  if (typeof kind === 'string' && KINDS.has(kind)) return true;
  if (typeof message === 'string' && PG_MESSAGES.some((text) => message.startsWith(text))) return true;
  const inner = Array.isArray(errors) ? (errors as unknown[]) : [];
  return [cause, adapterErrorOf(meta), ...inner].some((next) => fails(next, depth - 1));
}

function isStoreCode(code: unknown): boolean {
  return typeof code === 'string' && (CODES.has(code) || POSTGRES_CONNECTION_CLASS.test(code));
}

function adapterErrorOf(meta: unknown): unknown {
  return typeof meta === 'object' && meta !== null
    ? (meta as Record<string, unknown>)['driverAdapterError']
    : undefined;
}
