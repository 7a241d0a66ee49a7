// The generated client is reached through this file alone, so that its place and its format are one decision.
export { Prisma, PrismaClient } from '../../generated/prisma/client.ts';
