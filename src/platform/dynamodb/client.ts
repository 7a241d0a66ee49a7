import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

const MAX_ATTEMPTS = 3;
// As long as for an answer: a process that is busy for a moment sees late that it was connected.
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 3_000;
const MAX_SOCKETS = 100;

/** Where DynamoDB is. With an `endpoint` it is a local emulator, which takes any credentials. */
export interface DynamoDbLocation {
  readonly endpoint?: string;
  readonly region: string;
  readonly tablePrefix: string;
}

/** A client whose retries, timeouts and sockets are bounded. */
export function createClient({ endpoint, region }: DynamoDbLocation): DynamoDBClient {
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const options: DynamoDBClientConfig = {
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
  if (endpoint === undefined) return new DynamoDBClient(options);
  return new DynamoDBClient({ ...options, endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
}
