import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import type { KeyProvider, KeyPurpose, WrappedKey } from './key-provider.ts';
import { MasterKeyMissing } from './key-provider.ts';

const MAX_ATTEMPTS = 3;
const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 3_000;
/** What KMS says of a data key that it will never unwrap for us. */
const FINAL = new Set([
  'InvalidCiphertextException',
  'IncorrectKeyException',
  'NotFoundException',
  'InvalidKeyUsageException',
]);
const NAME = 'kms:';
/** The full name of a key, which it goes by wherever it is used; an alias may mean another key tomorrow. */
const FULL_NAME = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//;

export interface KmsLocation {
  readonly keyId: string;
  readonly region: string;
  /** Where its API is, for tests. */
  readonly endpoint?: string;
}

/** A master key in AWS KMS. It never leaves there; KMS makes the data keys, and unwraps them for who may use the master key. */
export class KmsKeys implements KeyProvider {
  private readonly client: KMSClient;
  private readonly keyId: string;

  constructor({ keyId, region, endpoint }: KmsLocation) {
    this.keyId = keyId;
    this.client = new KMSClient({
      region,
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
      ...(endpoint === undefined ? {} : { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    });
  }

  async newKey(purpose: KeyPurpose): Promise<WrappedKey & { readonly key: Buffer }> {
    const { Plaintext, CiphertextBlob, KeyId } = await this.client.send(
      new GenerateDataKeyCommand({ KeyId: this.keyId, KeySpec: 'AES_256', EncryptionContext: contextOf(purpose) }),
    );
    if (!Plaintext || !CiphertextBlob || !KeyId) throw new Error('KMS gave no data key');
    return { key: Buffer.from(Plaintext), wrapped: CiphertextBlob, wrappedBy: `${NAME}${KeyId}` };
  }

  async wrap(key: Buffer, purpose: KeyPurpose): Promise<WrappedKey> {
    const { CiphertextBlob, KeyId } = await this.client.send(
      new EncryptCommand({ KeyId: this.keyId, Plaintext: key, EncryptionContext: contextOf(purpose) }),
    );
    if (!CiphertextBlob || !KeyId) throw new Error('KMS wrapped no data key');
    return { wrapped: CiphertextBlob, wrappedBy: `${NAME}${KeyId}` };
  }

  async master(): Promise<string> {
    if (FULL_NAME.test(this.keyId)) return `${NAME}${this.keyId}`;
    const { KeyMetadata } = await this.client.send(new DescribeKeyCommand({ KeyId: this.keyId }));
    if (!KeyMetadata?.Arn) throw new Error('KMS does not say which key it is');
    return `${NAME}${KeyMetadata.Arn}`;
  }

  knows(wrappedBy: string): boolean {
    return wrappedBy.startsWith(NAME);
  }

  async unwrap({ wrapped, wrappedBy }: WrappedKey, purpose: KeyPurpose): Promise<Buffer> {
    const command = new DecryptCommand({
      CiphertextBlob: wrapped,
      KeyId: wrappedBy.slice(NAME.length),
      EncryptionContext: contextOf(purpose),
    });
    try {
      const { Plaintext } = await this.client.send(command);
      if (!Plaintext) throw new Error('KMS gave no data key');
      return Buffer.from(Plaintext);
    } catch (error) {
      if (error instanceof Error && FINAL.has(error.name))
        throw new MasterKeyMissing(`KMS: ${error.name}`, { cause: error });
      throw error;
    }
  }
}

// Part of what KMS authenticates, and of what its log says the key was used for.
function contextOf(purpose: KeyPurpose): Record<string, string> {
  return { application: 'trivet', purpose };
}
