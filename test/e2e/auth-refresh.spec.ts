import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { IdentityClient, matching, type SignedIn } from './identity-client.ts';

function sessionIdOf(refreshToken: string): string {
  return refreshToken.slice(0, refreshToken.indexOf('.'));
}

describe('POST /auth/refresh', () => {
  let test: TestApp;
  let client: IdentityClient;
  let ada: SignedIn;

  beforeAll(async () => {
    test = await startTestApp();
    client = new IdentityClient(test.app);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    ada = await client.register();
  });

  const stored = async (sessionId: string): Promise<Record<string, unknown> | undefined> => {
    const dynamo = test.app.get(DynamoDb);
    const query = { TableName: dynamo.table('sessions'), Key: { sessionId }, ConsistentRead: true };
    return (await dynamo.document.send(new GetCommand(query))).Item;
  };

  it('gives the next pair of tokens of the same session', async () => {
    const answer = await client.refresh(ada.tokens.refreshToken);
    expect(answer.status).toBe(200);
    const { tokens } = answer.body;
    expect(Object.keys(answer.body)).toEqual(['tokens']);
    expect(tokens.refreshToken).not.toBe(ada.tokens.refreshToken);
    expect(sessionIdOf(tokens.refreshToken)).toBe(sessionIdOf(ada.tokens.refreshToken));
    expect(await client.me(tokens.accessToken)).toMatchObject({ status: 200, body: { id: ada.user.id } });
    expect((await client.refresh(tokens.refreshToken)).status).toBe(200);
  });

  it('stores hashes, and no part of the token', async () => {
    const { refreshToken } = ada.tokens;
    const item = JSON.stringify(await stored(sessionIdOf(refreshToken)));
    const secret = refreshToken.slice(refreshToken.indexOf('.') + 1);
    for (let start = 0; start + 12 <= secret.length; start += 1)
      expect(item).not.toContain(secret.slice(start, start + 12));
  });

  it('ends the session when a used token comes back', async () => {
    const { body: second } = await client.refresh(ada.tokens.refreshToken);
    expect(await client.refresh(ada.tokens.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'refresh_token_reused' },
    });
    expect(await client.refresh(second.tokens.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'invalid_refresh_token' },
    });
    expect(await client.refresh(ada.tokens.refreshToken)).toMatchObject({ body: { code: 'refresh_token_reused' } });
  });

  it('knows a used token however long ago it was used', async () => {
    let newest = ada.tokens.refreshToken;
    for (let turn = 0; turn < 3; turn += 1) newest = (await client.refresh(newest)).body.tokens.refreshToken;
    expect(await client.refresh(ada.tokens.refreshToken)).toMatchObject({ body: { code: 'refresh_token_reused' } });
    expect((await client.refresh(newest)).status).toBe(401);
  });

  it('leaves the other sessions of the person alone', async () => {
    const { body: elsewhere } = await client.login(ada.user.email);
    await client.refresh(ada.tokens.refreshToken);
    await client.refresh(ada.tokens.refreshToken);
    expect((await client.refresh(elsewhere.tokens.refreshToken)).status).toBe(200);
  });

  it('does not let somebody end a session of which they know only the id', async () => {
    const eve = await client.register();
    const forged = ada.tokens.refreshToken.replace(/\..*/, eve.tokens.refreshToken.replace(/^[^.]*/, ''));
    expect(await client.refresh(forged)).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    expect((await client.refresh(ada.tokens.refreshToken)).status).toBe(200);
  });

  it('reads the roles anew', async () => {
    const data = { roles: ['customer', 'auditor'] };
    await test.app.get(Postgres).prisma.user.update({ where: { id: ada.user.id }, data });
    const { body } = await client.refresh(ada.tokens.refreshToken);
    const claims: unknown = JSON.parse(
      Buffer.from(body.tokens.accessToken.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({ sub: ada.user.id, roles: ['customer', 'auditor'] });
  });

  it('refuses a suspended person and ends the session', async () => {
    const setStatus = (status: string) =>
      test.app.get(Postgres).prisma.user.update({ where: { id: ada.user.id }, data: { status } });
    await setStatus('suspended');
    expect(await client.refresh(ada.tokens.refreshToken)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await setStatus('active');
    expect((await client.refresh(ada.tokens.refreshToken)).status).toBe(401);
  });

  it('refuses an expired session that DynamoDB has not deleted yet', async () => {
    const dynamo = test.app.get(DynamoDb);
    const sessionId = sessionIdOf(ada.tokens.refreshToken);
    await dynamo.document.send(
      new UpdateCommand({
        TableName: dynamo.table('sessions'),
        Key: { sessionId },
        UpdateExpression: 'SET expiresAt = :past',
        ExpressionAttributeValues: { ':past': Math.floor(Date.now() / 1000) - 1 },
      }),
    );
    expect(await client.refresh(ada.tokens.refreshToken)).toMatchObject({ body: { code: 'invalid_refresh_token' } });
  });

  it.each([
    'x',
    'a.b',
    '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f',
    `01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f.${'a'.repeat(65)}`,
  ])('refuses %j, which is no token of ours', async (refreshToken) => {
    expect(await client.refresh(refreshToken)).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
  });

  it.each([
    {},
    { refreshToken: 1 },
    { refreshToken: '' },
    { refreshToken: 'x'.repeat(257) },
    { refreshToken: 'a\u0000' },
  ])('refuses the body %j', async (body) => {
    expect(await client.call('POST', '/auth/refresh', { body })).toMatchObject({
      status: 400,
      body: { code: matching(/^(validation_failed|malformed_request)$/) },
    });
  });
});
