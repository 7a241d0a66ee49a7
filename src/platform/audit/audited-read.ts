import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { AUDITED_READ, AuditedReadInterceptor } from './audited-read.interceptor.ts';

/** Who calls this handler sees what is about other people: the answer goes out with an event that says who saw whom. */
export function AuditedRead(service: string, action: string): MethodDecorator {
  return applyDecorators(SetMetadata(AUDITED_READ, { service, action }), UseInterceptors(AuditedReadInterceptor));
}
